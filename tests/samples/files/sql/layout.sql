/* exported
   by hand; INSERT INTO nothing VALUES (1) */
INSERT INTO shop.customers
  (account, name, email, phone, dob)
VALUES
(
  'A7548601816',
  'Diane Parker',
  'parker-diane1946866@aol.com',
  '8647604142',
  '1969-01-16'
),
(
  'A7451198943',
  'Mary Rivera',
  'rivera.mary1193837@yahoo.com',
  '4045541511',
  '1958-11-06'
),
(
  'A9081693362',
  'Matthew Cox',
  'matthew6001549cox@gmail.com',
  '2539128221',
  '1979-01-27'
),
(
  'A2886437524',
  'Billy Chavez',
  'chavez.billy5261466@yahoo.com',
  '3474797782',
  '1996-11-30'
),
(
  'A7231813856',
  'Justin Scott',
  'scottjustin6046980@icloud.com',
  '2176870932',
  '1959-09-05'
),
(
  'A4282176376',
  'Tyrone Dunn',
  'dunntyrone3270844@icloud.com',
  '8163991059',
  '1992-06-11'
),
(
  'A7734705378',
  'Thomas Franklin',
  'thomas_franklin5307675@hotmail.com',
  '8019395529',
  '1937-08-22'
),
(
  'A3735687949',
  'Benjamin Hughes',
  'benjamin.hughes2103122@icloud.com',
  '7856742875',
  '1950-07-13'
),
(
  'A5409403784',
  'Larry Richardson',
  'richardsonlarry6551347@gmail.com',
  '3237805564',
  '1950-08-05'
),
(
  'A4581755955',
  'Jacqueline Ramos',
  'jacqueline_ramos5741155@icloud.com',
  '9107195343',
  '1956-11-07'
),
(
  'A8550681358',
  'Charles Kim',
  'c_kim6986917@gmail.com',
  '2057590477',
  '1963-02-15'
),
(
  'A3733359980',
  'Kristen Castro',
  'kristen.castro7068673@gmail.com',
  '3045997069',
  '1956-06-02'
),
(
  'A4293766121',
  'Ann Jones',
  'ann-jones2814498@icloud.com',
  '5737645143',
  '1973-04-10'
),
(
  'A6192815692',
  'Allison Gonzales',
  'ocean.lucky3804584@gmail.com',
  '5306788772',
  '1966-02-09'
),
(
  'A8461145007',
  'Christopher Hall',
  'c7052423-hall@gmail.com',
  '8458457099',
  '1949-12-20'
),
(
  'A8121462458',
  'Ebony Cisneros',
  'ebony_cisneros3241336@yahoo.com',
  '9149193313',
  '1987-08-22'
),
(
  'A2343864876',
  'Mark Anderson',
  'mark_anderson636524@icloud.com',
  '7655900975',
  '1970-05-03'
),
(
  'A4176843246',
  'Michael Green',
  'michael.green4404404@outlook.com',
  '5627812483',
  '1998-02-01'
),
(
  'A5750716217',
  'Erin Castillo',
  'erin_castillo7642333@icloud.com',
  '9315900947',
  '1952-09-23'
),
(
  'A3018356705',
  'Lisa Molina',
  'lisa_molina4211499@hotmail.com',
  '2256162302',
  '1978-05-15'
),
(
  'A9725973980',
  'Tonya Marsh',
  'tonya.marsh6749242@yahoo.com',
  '2252433017',
  '1995-07-15'
),
(
  'A8664127678',
  'Christopher Knox',
  'knox.christopher6235334@icloud.com',
  '4252071957',
  '1938-06-29'
),
(
  'A6428317910',
  'Emma Abbott-Wilson',
  'emmaabbott7269369@hotmail.com',
  '6506397400',
  '1980-04-26'
),
(
  'A2729702995',
  'Ana María Stone',
  'anamariastone4611258@outlook.com',
  '4012169727',
  '1991-05-14'
),
(
  'A2280550793',
  'Beverly Perkins',
  'beverly.perkins4528773@yahoo.com',
  '5109395715',
  '2004-05-28'
),
(
  'A9432010939',
  'Angela Miller',
  'miller-angela2824445@icloud.com',
  '3303616965',
  '1966-09-12'
),
(
  'A6556061534',
  'Richard Alexander',
  'richard.alexander2764595@aol.com',
  '9413158256',
  '1949-02-10'
),
(
  'A8781735441',
  'Michelle Joseph',
  'rocket-rocket80219@comcast.net',
  '5045032927',
  '1982-02-10'
),
(
  'A1106049699',
  'Joseph Romero',
  'j_romero4994672@icloud.com',
  '9544102575',
  '1939-04-29'
),
(
  'A6590147880',
  'Laura Mitchell',
  'laura-mitchell5951502@gmail.com',
  '9013692056',
  '1974-11-01'
)
;
