--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET client_encoding = 'UTF8';

CREATE TABLE public.customers (
  account text,
  name text,
  email text,
  phone text,
  dob text,
  address text,
  zip text,
  note text,
  CONSTRAINT pk PRIMARY KEY (account)
);

ALTER TABLE public.customers OWNER TO postgres;

--
-- Data for Name: customers; Type: TABLE DATA
--

COPY public.customers (account, name, email, phone, dob, address, zip, note) FROM stdin;
A1190394219	Daniel Stevens	danielstevens6074191@hotmail.com	8313605062	1979-08-09	7053 Broad Ave	93919	c\\d
A2912157599	Juan Lopez	j_lopez260971@aol.com	\N	2004-04-08	7570 1st Rd	66244	plain
A8647248578	Susan Sanchez	music.ocean2657616@yahoo.com	4809316247	1942-05-25	9103 Concord St	85215	c\\d
A9122338364	Ed Wilson	ed6900097wilson@gmail.com	7706430512	1984-02-25	3484 Pine Rd	30036	two\nlines
A7345624113	Michael Hines	hines_michael6882787@hotmail.com	2126886360	1936-06-02	2838 Broad Rd	10059	plain
A7209963623	Ramón Taylor	ramon-taylor4037868@aol.com	7244675316	1970-03-13	6842 14th St	15652	two\nlines
A3967057575	Edna Rice	edna.rice2281449@comcast.net	5153423806	1986-07-03	3761 Liberty Dr	50343	plain
A4091841850	Jack Erickson	jack3442875_erickson@gmail.com	\N	1954-09-20	3790 Canyon Dr	02160	a\tb
A2178665726	Scott Miller	ocean-star4116268@aol.com	2087821596	1957-07-07	644 Sunrise Ave	83736	plain
A7407705988	Felix Kane	felix-kane1936018@yahoo.com	4403836348	1971-05-14	6457 NW 21st Ave	44011	a\tb
A5389961976	Lori Shelton	lorishelton6613670@yahoo.com	7085846943	2002-10-20	6591 Dogwood Blvd	60846	c\\d
A5663072774	Lee Bennett	lee.bennett2802351@aol.com	3363858036	1992-08-29	6160 Heron Pl	27448	c\\d
A6904373625	Gloria Lee	lucky-eagle290727@yahoo.com	5158580178	1999-06-03	2306 N Highland St Apt 349E	50306	c\\d
A9158665518	Kristen Flores	k7239410flores@gmail.com	\N	1958-12-25	7019 W 6th St	23244	a\tb
A4381910294	Sarah Smith	smith_sarah6973640@aol.com	3472333221	1933-04-07	4529 SE Laurel Rd	11241	two\nlines
A9914525710	Abigail Reed	abigail-reed5307617@yahoo.com	2022096424	1984-03-03	7331 1st Cir	49010	plain
A2304889552	Zachary Glover	zachary_glover522189@hotmail.com	8608736980	1949-05-20	5042 River Rd	06140	c\\d
A2803125122	Brandon Harris	brandon642412harris@gmail.com	5619048083	1940-12-16	8606 Poplar Blvd	01822	two\nlines
A4053046578	Charles Stout	charles_stout2182840@comcast.net	7819216792	1977-11-29	60 Harbor St	02129	a\tb
A7038759004	James Shaw	jamesshaw3377362@comcast.net	\N	1946-07-06	9426 Lincoln St	48539	a\tb
A9577535458	Jason Washington	jason-washington7286441@aol.com	5187896005	1994-07-31	8168 Rock Creek Ave	12251	c\\d
A8048071395	John Brown	brown_john7818935@gmail.com	2106554182	1950-02-28	6459 W Harrison Ct	91132	a\tb
A4712624549	Ivan Bridges	ivan4613505bridges@gmail.com	7348023039	1997-08-27	6290 5th Ave	48130	c\\d
A8152049465	Christopher Brown	brown.christopher2785003@icloud.com	9104496254	1980-12-05	4126 Stone Cir	28455	c\\d
A3672883324	Christian Murillo	c.murillo7435784@hotmail.com	5617615541	1973-05-26	1721 Smith St	33437	c\\d
A8325232734	Hazel Hill	hazelhill7172709@gmail.com	\N	1988-07-09	9292 Martin Luther King St	72713	c\\d
A5931111875	Rhonda James	rhonda1995619-james@gmail.com	9707012022	1973-01-15	9488 SE Essex Ave	80504	plain
A8510672584	Christopher Nair	christopher.nair1855841@aol.com	9199125397	1945-06-03	5888 Forest Cir	27646	plain
A5793899077	Jeffrey Green	green.jeffrey6208111@comcast.net	8315836389	1994-08-06	6353 Madison Ave	93955	plain
A1659246263	Chad Ruiz	chad.ruiz6720280@icloud.com	3154159603	1967-11-24	1603 Harbor Dr	13203	two\nlines
A7190735904	Nancy Barrera	nancy-barrera1830077@icloud.com	3204204423	1985-07-04	867 Lake Ave	92103	a\tb
A4128058242	Sophia Wright	bakermusic6047496@hotmail.com	\N	1983-08-11	5766 Ash Ave	70819	two\nlines
A6821084820	Roberto Hernandez	roberto.hernandez7911186@comcast.net	7868042035	1987-03-24	7880 Clinton Ave	33123	plain
A4882880929	Jacob Turner	turnerjacob6890555@outlook.com	9188182001	1998-06-06	4371 SE Liberty Rd Apt 343A	74134	c\\d
A8115199178	Barbara Wright	barbara_wright6323556@outlook.com	9568615428	1991-08-13	2356 SE 3rd Cir	78504	two\nlines
A1310066160	Susan Price	ocean-fisher3483080@comcast.net	8048186582	1930-09-28	8276 Fairview Ln	23206	a\tb
A4523542233	Susan Martinez	s-martinez4652980@gmail.com	2623363950	1999-06-18	9097 Hillcrest St	53122	two\nlines
A2424983407	Gabriel Ruiz	gabrielruiz7232606@comcast.net	\N	1973-07-22	1035 Locust Ln Apt 394	38141	c\\d
A4371091178	William Herrera	williamherrera2447819@icloud.com	7315014638	1969-04-10	6393 Locust Ave	38348	two\nlines
A6784649382	Marco Popov	marco.popov4440000@hotmail.com	2054377886	1930-01-01	4912 33rd Ct	35237	two\nlines
\.

--
-- PostgreSQL database dump complete
--
