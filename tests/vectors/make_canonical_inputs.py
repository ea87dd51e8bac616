#!/usr/bin/env python3
"""Writes the inputs of format-1/canonical.csv to stdout: `kind,region,date_order,pad,input`.

    python3 tests/vectors/make_canonical_inputs.py \\
      | cargo run -p assay-fields --example canonical_table > tests/vectors/format-1/canonical.csv

Deterministic and without dependencies: lists and templates, no random numbers. Every value is made up; names and words
are combined by rule, so that a line which fits a living person does so by chance.
"""

import csv
import sys

# US Postal Service, Publication 28, appendix C1: suffixes and how people write them.
SUFFIXES = """
Allee Alley Ally Aly Anex Annex Annx Anx Arc Arcade Av Ave Aven Avenu Avenue Avn Avnue Bayoo Bayou Bch Beach Bend
Bg Bgs Blf Blfs Bluf Bluff Bluffs Blvd Bnd Bot Bottm Bottom Boul Boulevard Boulv Br Branch Brdge Brg Bridge Brk
Brks Brnch Brook Brooks Btm Burg Burgs Byp Bypa Bypas Bypass Byps Byu Camp Canyn Canyon Cape Causeway Causwa Cen
Cent Center Centers Centr Centre Cir Circ Circl Circle Circles Cirs Clb Clf Clfs Cliff Cliffs Club Cmn Cmns Cmp
Cnter Cntr Cnyn Common Commons Cor Corner Corners Cors Course Court Courts Cove Coves Cp Cpe Crcl Crcle Creek Cres
Crescent Crest Crk Crossing Crossroad Crossroads Crse Crsent Crsnt Crssng Crst Cswy Ct Ctr Ctrs Cts Curv Curve Cv
Cvs Cyn Dale Dam Div Divide Dl Dm Dr Driv Drive Drives Drs Drv Dv Dvd Est Estate Estates Ests Exp Expr Express
Expressway Expw Expy Ext Extension Extensions Extn Extnsn Exts Fall Falls Ferry Field Fields Flat Flats Fld Flds
Fls Flt Flts Ford Fords Forest Forests Forg Forge Forges Fork Forks Fort Frd Frds Freeway Freewy Frg Frgs Frk Frks
Frry Frst Frt Frway Frwy Fry Ft Fwy Garden Gardens Gardn Gateway Gatewy Gatway Gdn Gdns Glen Glens Gln Glns Grden
Grdn Grdns Green Greens Grn Grns Grov Grove Groves Grv Grvs Gtway Gtwy Harb Harbor Harbors Harbour Harbr Haven Hbr
Hbrs Heights Highway Highwy Hill Hills Hiway Hiwy Hl Hllw Hls Hollow Hollows Holw Holws Hrbor Ht Hts Hvn Hway Hwy
Inlet Inlt Is Island Islands Isle Isles Islnd Islnds Iss Jct Jction Jctn Jctns Jcts Junction Junctions Junctn
Juncton Key Keys Knl Knls Knol Knoll Knolls Ky Kys Lake Lakes Land Landing Lane Lck Lcks Ldg Ldge Lf Lgt Lgts
Light Lights Lk Lks Ln Lndg Lndng Loaf Lock Locks Lodg Lodge Loop Loops Mall Manor Manors Mdw Mdws Meadow Meadows
Medows Mews Mill Mills Mission Missn Ml Mls Mnr Mnrs Mnt Mntain Mntn Mntns Motorway Mount Mountain Mountains
Mountin Msn Mssn Mt Mtin Mtn Mtns Mtwy Nck Neck Opas Orch Orchard Orchrd Oval Overpass Ovl Park Parks Parkway
Parkways Parkwy Pass Passage Path Paths Pike Pikes Pine Pines Pkway Pkwy Pkwys Pky Pl Place Plain Plains Plaza Pln
Plns Plz Plza Pne Pnes Point Points Port Ports Pr Prairie Prk Prr Prt Prts Psge Pt Pts Rad Radial Radiel Radl Ramp
Ranch Ranches Rapid Rapids Rd Rdg Rdge Rdgs Rds Rest Ridge Ridges Riv River Rivr Rnch Rnchs Road Roads Route Row
Rpd Rpds Rst Rte Rue Run Rvr Shl Shls Shoal Shoals Shoar Shoars Shore Shores Shr Shrs Skwy Skyway Smt Spg Spgs
Spng Spngs Spring Springs Sprng Sprngs Spur Spurs Sq Sqr Sqre Sqrs Sqs Squ Square Squares St Sta Station Statn Stn
Str Stra Strav Straven Stravenue Stravn Stream Street Streets Streme Strm Strt Strvn Strvnue Sts Sumit Sumitt
Summit Ter Terr Terrace Throughway Tpke Trace Traces Track Tracks Trafficway Trail Trails Trak Trce Trfy Trk Trks
Trl Trls Trnpk Trwy Tunel Tunl Tunls Tunnel Tunnels Tunnl Turnpike Turnpk Un Underpass Union Unions Uns Upas
Valley Valleys Vally Vdct Via Viadct Viaduct View Views Vill Villag Village Villages Ville Villg Villiage Vis Vist
Vista Vl Vlg Vlgs Vlly Vly Vlys Vst Vsta Vw Vws Walk Walks Wall Way Ways Well Wells Wl Wls Wy Xing Xrd Xrds
""".split()

STATES = {}
for entry in """
AL=Alabama AK=Alaska AZ=Arizona AR=Arkansas CA=California CO=Colorado CT=Connecticut DE=Delaware
DC=District_of_Columbia FL=Florida GA=Georgia HI=Hawaii ID=Idaho IL=Illinois IN=Indiana IA=Iowa KS=Kansas KY=Kentucky
LA=Louisiana ME=Maine MD=Maryland MA=Massachusetts MI=Michigan MN=Minnesota MS=Mississippi MO=Missouri MT=Montana
NE=Nebraska NV=Nevada NH=New_Hampshire NJ=New_Jersey NM=New_Mexico NY=New_York NC=North_Carolina ND=North_Dakota
OH=Ohio OK=Oklahoma OR=Oregon PA=Pennsylvania RI=Rhode_Island SC=South_Carolina SD=South_Dakota TN=Tennessee TX=Texas
UT=Utah VT=Vermont VA=Virginia WA=Washington WV=West_Virginia WI=Wisconsin WY=Wyoming AS=American_Samoa GU=Guam
MP=Northern_Mariana_Islands PR=Puerto_Rico VI=Virgin_Islands FM=Micronesia MH=Marshall_Islands PW=Palau
AB=Alberta BC=British_Columbia MB=Manitoba NB=New_Brunswick NL=Newfoundland_and_Labrador NS=Nova_Scotia
NT=Northwest_Territories NU=Nunavut ON=Ontario PE=Prince_Edward_Island QC=Québec SK=Saskatchewan YT=Yukon
""".split():
    STATES[entry[:2]] = entry[3:].replace("_", " ")

ABBREVIATED_STATES = """Ala. Ariz. Ark. Cal. Calif. Colo. Conn. Del. Fla. Ill. Ind. Kan. Kans. Mass. Md. Mich. Minn.
Miss. Mont. N.C. N.D. N.H. N.J. N.M. N.Y. Neb. Nebr. Nev. Okla. Ont. Ore. Oreg. P.E.I. P.Q. PQ Pa. Penn. Penna. Que. R.I.
S.C. S.D. Sask. Tenn. Tex. U.S. U.S.V.I. USVI Va. Vt. W.Va. Wash. Wis. Wisc. Wyo. D.C. Wash.D.C. B.C. N.B. N.S. NFLD NF
NWT N.W.T. Alta. Man. P.R. AA AE AP US-WA US-TX CA-ON WAS CALI CALIFORNA Bavaria Texass ZZ 12 - N/A""".split()

# ISO 3166 country codes as top-level domains, and generic ones.
DOMAINS = """ac ad ae af ag ai al am ao ar as at au aw az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cd cf cg
ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl
gm gn gp gq gr gt gu gw gy hk hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb
lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr
nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv
sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
com org net edu gov mil int info biz name pro aero coop museum jobs mobi travel tel cat asia post xxx app dev page blog
shop store online site tech club life live world today email cloud space website agency company group global london
berlin paris tokyo nyc museum bank health law test example invalid localhost local onion c x 1 123 co.uk com.br co.jp
""".split()

IDN_DOMAINS = """bücher.de bu\u0308cher.de BÜCHER.DE straße.de strasse.de faß.de xn--bcher-kva.de XN--BCHER-KVA.DE
münchen.example.org пример.рф ПРИМЕР.РФ xn--e1afmkfd.xn--p1ai παράδειγμα.ελ παραδειγμα.ελ παράδειγμας.ελ 例え.jp 例え。jp
例え．jp 例え.テスト 测试.中国 測試.台灣 실례.한국 مثال.السعودية דוגמה.ישראל उदाहरण.भारत ตัวอย่าง.ไทย հայ.հայ მაგალითი.გე
café.fr cafe\u0301.fr œuvre.fr señor.es þór.is ørsted.dk åland.fi łódź.pl škoda.cz győr.hu țara.ro ığdır.tr IĞDIR.tr
ἀθῆναι.gr ｅｘａｍｐｌｅ.ｃｏｍ ex\u00adample.com a\u200db.com xn--a.com xn--.com xn--zzzzzz-.com -a.com a-.com a--b.com
ab--c.com a..com .com com a_b.com a.b.c.d.e.com 1.com 1.2.3.4 [1.2.3.4] a.com. a.com.. exa mple.com ☃.net 💩.la
""".split("\n")

# Country, calling code, national prefix, national number in groups: numbers reserved for fiction where a country has
# such, else plainly made-up ones of the right shape.
PHONES = """GB 44 0 20 7946 0123;GB 44 0 7700 900123;IE 353 0 20 910 0123;DE 49 0 30 23125 123;DE 49 0 151 23456789
FR 33 0 1 99 00 12 34;FR 33 0 6 39 98 12 34;ES 34 - 612 34 56 78;ES 34 - 810 12 34 56;IT 39 - 02 1234 5678
IT 39 - 312 345 6789;PT 351 - 212 345 678;PT 351 - 912 345 678;NL 31 0 20 123 4567;NL 31 0 6 12345678
BE 32 0 2 123 45 67;BE 32 0 470 12 34 56;LU 352 - 27 12 34 56;CH 41 0 44 668 18 00;CH 41 0 78 123 45 67
AT 43 0 1 234567890;AT 43 0 664 123456;DK 45 - 32 12 34 56;NO 47 - 21 23 45 67;SE 46 0 8 12 34 56;SE 46 0 70 123 45 67
FI 358 0 13 12345678;FI 358 0 41 2345678;IS 354 - 410 1234;PL 48 - 12 345 67 89;PL 48 - 512 345 678;CZ 420 - 212 345 678
SK 421 0 2 123 45 678;SK 421 0 912 123 456;HU 36 06 1 234 5678;HU 36 06 20 123 4567;RO 40 0 21 123 4567;BG 359 0 2 123 456
GR 30 - 21 2345 6789;GR 30 - 691 234 5678;TR 90 0 212 345 6789;TR 90 0 501 234 5678;RU 7 8 495 123 45 67
RU 7 8 912 345 67 89;KZ 7 8 710 000 9998;UA 380 0 31 123 4567;UA 380 0 50 123 4567;LT 370 0 612 34567;LV 371 - 21 234 567
EE 372 - 512 3456;HR 385 0 1 2345 678;RS 381 0 10 234567;SI 386 0 31 234 567;IL 972 0 2 123 4567;IL 972 0 50 234 5678
AE 971 0 2 234 5678;AE 971 0 50 123 4567;SA 966 0 11 234 5678;SA 966 0 51 234 5678;EG 20 0 2 34567890
EG 20 0 100 123 4567;MA 212 0 520 123456;NG 234 0 802 123 4567;KE 254 0 712 123456;GH 233 0 23 123 4567
ZA 27 0 10 123 4567;ZA 27 0 71 123 4567;IN 91 0 74104 10123;IN 91 0 81234 56789;PK 92 0 21 23456789;PK 92 0 301 2345678
BD 880 0 1812 345678;LK 94 0 71 234 5678;NP 977 0 984 1234567;CN 86 0 10 1234 5678;CN 86 0 131 2345 6789
HK 852 - 2123 4567;HK 852 - 5123 4567;TW 886 0 2 1234 5678;TW 886 0 912 345 678;JP 81 0 3 1234 5678;JP 81 0 90 1234 5678
KR 82 0 2 212 3456;KR 82 0 10 2000 0000;SG 65 - 6123 4567;SG 65 - 8123 4567;MY 60 0 3 2385 6789;MY 60 0 12 345 6789
TH 66 0 2 123 4567;TH 66 0 81 234 5678;VN 84 0 210 1234 567;VN 84 0 912 345 678;PH 63 0 2 3234 5678;PH 63 0 905 123 4567
ID 62 0 21 8350 123;ID 62 0 812 345 678;AU 61 0 2 5550 1234;AU 61 0 491 570 123;NZ 64 0 3 234 5678;NZ 64 0 21 123 4567
MX 52 - 200 123 4567;MX 52 - 222 123 4567;BR 55 0 11 2345 6789;BR 55 0 11 96123 4567;AR 54 0 11 2345 6789
AR 54 0 9 11 2345 6789;CL 56 - 2 2123 4567;CL 56 - 9 6123 4567;CO 57 0 601 234 5678;CO 57 0 321 1234567;PE 51 0 1 1234567
PE 51 0 912 345 678;VE 58 0 212 1234567;EC 593 0 2 212 3456;CR 506 - 2212 3456;CU 53 0 7 1234567;GT 502 - 2245 6789
JM 1 1 876 523 0123;DO 1 1 809 234 5678;PR 1 1 787 234 5678;BS 1 1 242 345 6789;TT 1 1 868 221 1234;BM 1 1 441 370 1234
CA 1 1 506 234 5678;CA 1 1 416 555 0123
""".replace("\n", ";").split(";")

GIVEN = """James Maria Olivia Noah Emma Liam Ana Sofía José Renée Zoë Jürgen Björn Siân Łukasz Đorđe Şule Aoife Chloë Anaïs
Al Van Li Bo Jo Mary-Ann Mary_Ann Jean-Luc Jean_Luc MaryAnn Ma. J. J.R. D'Angelo De'Andre La'Shay LaToya DeShawn Null
Ivan Xi Do Le Vi Hon Nan Blank Max Xxavier
""".replace("-", "\x01").split()
GIVEN = [name.replace("\x01", "-").replace("_", " ") for name in GIVEN]

SURNAMES = """Smith SMITH smith Garcia García Garci\u0301a Garcia_Lopez Garcia-Lopez García_y_López O'Brien O’Brien
O`Brien OBrien O_Brien O'Neill O_Neill McDonald Mc_Donald MacDonald Mac_Donald St._John St_John Saint_John Saint-Pierre
van_der_Berg Van_Der_Berg VanDerBerg von_Trapp de_la_Cruz De_La_Cruz DeLaCruz dela_Cruz Delacruz di_Caprio DiCaprio
del_Rio Al-Hassan al_Hassan El-Amin bin_Laith ibn_Rushd D'Angelo D_Angelo Le_Roy Leroy Du_Bois DuBois Müller Mueller
Muller Weiß Weiss Strauß Nguyễn Nguyen Trần Søren Sørensen Åberg Öztürk Çelik Šimić Žižek Dvořák Nowák Ñandú Þórsson
Ng Li Lee Wu Null Na Nan Test Blank Love King Prince Major Dean Smith-Jones Smith_Jones Jones,_Jr. Jones_Jr Jones_III
Jones_IV Jones_2nd Jones_MD Jones,_M.D. Jones_Esq. Do Van Ma Vi Hon
""".split()
SURNAMES = [name.replace("_", " ") for name in SURNAMES]

FULL_NAMES = """Иван Петров;ИВАН ПЕТРОВ;Ольга Сергеевна Иванова;Юлия Щукина;Γιώργος Παπαδόπουλος;ΓΙΩΡΓΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ
王小明;王 小明;山田太郎;山田 太郎;やまだ たろう;ヤマダ タロウ;김철수;김 철수;محمد علي;فاطمة الزهراء;דוד כהן;राम कुमार;রহিম উদ্দিন
สมชาย ใจดี;Արամ Հակոբյան;გიორგი მაისურაძე;Nguyễn Văn An;Nguyen Van An;NGUYEN VAN AN;Björk Guðmundsdóttir
Ｊａｎｅ Ｄｏｅ;𝐉𝐚𝐧𝐞 𝐃𝐨𝐞;Jane 😀 Doe;Jane ★ Doe;Ⓙane Doe;ﬁona Smith;Jane (Janie) Doe;Jane "Janie" Doe;Jane 'Janie' Doe
Jane Doe, Jr.;Doe, Jane;DOE, JANE;Doe,Jane;DOE, JANE Q;Doe, Jane Q.;Doe Jr., Jane;Doe, Jr., Jane;Doe, Jane, Jr.
Doe, Jane, MD;Jane Doe, MD;Jane Doe, PhD;Jane Doe Ph.D.;Jane Doe, Ph. D.;Dr. Jane Doe;Dr Jane Doe MD;Prof. Dr. Jane Doe
Mr. John Doe;Mr John Doe;MR JOHN DOE;Mrs. John Doe;Ms Jane Doe;Miss Jane Doe;Rev. John Doe;Sgt. John Doe;Hon. John Doe
Mr. and Mrs. Doe;John and Jane Doe;John & Jane Doe;John Doe / Jane Doe;John Q. Public;J. Q. Public;John Public;J Public
J. Doe;Jane D.;Jane;DOE;J;J.;J. D.;1234;Jane Doe 2;Jane Doe 1985;jane@mail.org;Jane1 Doe;J4ne Doe;Jane_Doe;Jane.Doe
Jane,Doe;jane doe;JANE DOE;jAnE dOe; Jane  Doe ;\tJane\u00a0Doe;Jane\u200bDoe;Jane Doe,;,Jane Doe;Doe,;"Doe, Jane"
"Jane Doe";'Jane Doe';de la Cruz, Maria;De La Cruz Maria;Maria de la Cruz;Maria De La Cruz;Maria Cruz;Cruz, Maria de la
van der Berg, Jan;Jan van der Berg;Jan Berg;Berg, Jan van der;Ludwig van Beethoven;Beethoven, Ludwig van;Al Green
Green, Al;Van Morrison;Morrison, Van;Bo Van;Le Van Do;Do Van Le;Li Na;Na Li;LI NA;NA LI;Kim Il Do;Vi Tran;Ma Yun
O'Brien, Conan;Conan O'Brien;Conan O Brien;Conan OBrien;Conan O’Brien;Conan O\u00b4Brien;O Brien, Conan;Ann O Hara
McDonald, Ann;Mc Donald, Ann;Ann Mc Donald;Ann McDonald;Ann MacDonald;Ann Mac Donald;Ann St. Clair;Ann St Clair
Ann Saint Clair;Ann St.Clair;Ann Sinclair;Mary-Ann Smith;Mary Ann Smith;MaryAnn Smith;Smith, Mary Ann;Jean-Luc Picard
Anna Maria Luisa Elisabeth Charlotte Sophie von Sachsen;Pablo Diego Jose Francisco Juan Nepomuceno Maria Cipriano Ruiz
A B C;A. B. C. Smith;Smith A B;Mr;Dr.;Jr.;de la;van;NULL;null;Null;Jane Null;NULL JANE;N/A;n/a;na;NA;Na;none;None;test
Test;TEST;Test Test;test user;Test Jones;Unknown;UNKNOWN UNKNOWN;unknown;fnu lnu;No Name;First Last;John Doe;x;X;xx;xxx
XXX;xxxx;XXXX XXXX;*** ***;J*** D**;J**n Doe;Jane D***;Jane ****;[redacted];<hidden>;redacted;#N/A;-;--;.;?;??;Todo;TODO
todo;Blank;blank;nil;Nil;NaN;Nan;NAN;nan;undefined;Deleted;deleted user;Jane Doe DDS;Jane Doe RN;Jane Doe CPA;Jane Doe JD
Jane Doe Sr;Jane Doe Senior;Jane Doe Junior;Jane Doe II;Jane Doe III;Jane Doe IV;Jane Doe V;Jane Doe VI;Jane Doe 3rd
Sir John Doe;Lady Jane Doe;Señora García;Sra. García;Herr Müller;Frau Müller;Mme Dupont;M. Dupont;Dupont Jean;DUPONT Jean
Estate of Jane Doe;Jane Doe c/o John Doe;Acme Inc.;The Smith Family;Jane  Q  Doe;Jane\u2013Doe;Jane\u2011Ann Doe;Ng;O
Al;Bo;Li;Xu;Wu;Ty;Ed;Jo Ng;Ed Wu;Ø;Åse Ø;Öz;Æsa Ås;Ij Ss;İbrahim Işık;IBRAHIM ISIK;ibrahim ışık;Straße Weiß;STRASSE WEISS
""".replace("\n", ";").split(";")

MONTHS = "January February March April May June July August September October November December".split()

ADDRESS_TAILS = """Apt 5|Apt. 5|APT 5|apt5|Apt #5|Apt # 5|# 5|#5|Unit 5|unit #5|, Apt 5|, #5|Apartment 5|Appartment 5|Ste 5
Suite 5|Ste. 5|Bldg 5|Building 5|Fl 5|Floor 5|5th Floor|Rm 5|Room 5|Lot 5|Trlr 5|Spc 5|Apt 5B|Apt 5-B|Apt 5 B|Apt B5|Apt B
Unit B|#B|Apt B-5|Bldg 2 Apt 5|Bldg 2, Apt. 5|Bldg B Unit 5|Dept 5|Slip 5|Hngr 5|Ph 5|PH|Penthouse|Lower|Upper|Rear|Front
Bsmt|Basement|Lobby|Ofc|Ste 5 Fl 2|Apt|Unit|#""".replace("\n", "|").split("|")

ADDRESSES = """PO Box 123|P.O. Box 123|P O Box 123|P. O. Box 123|POBox 123|PO Box123|POBOX123|Post Office Box 123|Box 123|POB 123
p.o.box 123|PO BOX #123|PO Box 123, Seattle, WA 98101|PO Box 123 Seattle WA 98101|P.O. Box A|RR 2 Box 12|RR2 Box 12
Rural Route 2 Box 12|R.R. 2, Box 12|HC 1 Box 5|HC 01 Box 5|Highway Contract 1 Box 5|PSC 123 Box 456|Unit 2050 Box 4190
CMR 415 Box 123|General Delivery|Main St|Main Street|123|123 456|12|twelve|12 Main|12 Main St 98101|100 North St
100 N St|100 North Street|100 N North St|100 E North Ave|100 East North Avenue|100 St Louis Ave|100 Saint Louis Ave
100 St. Louis Avenue|100 Avenue of the Americas|100 Ave of the Americas|100 Avenue A|100 Ave A|100 Court St|100 Ct St
100 Park Ave|100 Park Avenue|100 Park|100 Lake St|100 Lk St|100 The Oaks|100 Broadway|100 Bway|100 1/2 Main St
100½ Main St|100-1/2 Main St|100A Main St|100 A Main St|100-A Main St|N6W23001 Bluemound Rd|39.2 Road|39-2 Road
12-34 56th Ave|12 34 56th Ave|1234 56th Ave|100 5th Ave|100 Fifth Ave|100 Fifth Avenue|100 5 Ave|100 5TH AVENUE
100 Twenty-First St|100 Twenty First St|100 21st St|100 21 St|100 Twentyfirst St|100 Thirty Second St|100 32nd Street
100 One Hundredth St|100 100th St|100 101st St|100 2nd St|100 Second St|100 3rd St|100 Third Street|100 Tenth St
100 County Road 5|100 Co Rd 5|100 CR 5|100 Highway 5|100 Hwy 5|100 US Highway 5|100 US Hwy 5|100 U.S. Highway 5
100 State Route 5|100 State Rd 5|100 SR 5|100 State Highway 5|100 Interstate 5|100 I-5|100 Farm to Market 5|100 FM 5
12 Main St, Seattle, WA 98101|12 Main St, Seattle, WA|12 Main St, Seattle WA 98101|12 Main St Seattle WA 98101
12 Main St, Seattle, Washington 98101|12 Main St, Seattle, WA 98101-1234|12 Main St, Seattle, WA, 98101, USA
12 Main St, Apt 5, Seattle, WA 98101|12 Main St Apt 5, Seattle, WA 98101|12 Main St, Seattle|12 Main St, WA
12 Main St, Salt Lake City, UT 84101|12 Main St, New York, NY 10001|12 Main St, New York, New York 10001|12 Main St, 98101
12 Main St, Washington, DC 20001|12 Main St, Washington DC 20001|Apt 5, 12 Main St|#5 12 Main St|5-12 Main St|Unit 5 12 Main St
12 N.E. Main St.|12 N. E. Main St|12 NE Main St|12 North East Main St|12 Northeast Main Street|12 N E Main St|12 Main St NE
12 Main St N.E.|12 Main St North|12 Main St N|12 N Main St|12 north main st|12 S Main St|12 South Main St|12 SW Main
12 Martin Luther King Jr Blvd|12 Martin Luther King Blvd|12 MLK Blvd|12 M L King Blvd|12 Dr Martin Luther King Jr Dr
12 O'Brien St|12 O Brien St|12 OBrien St|12 Café Rd|12 Cafe Road|12 Peña Blvd|12 Calle Luna|12 Calle Luna Urb San Juan
Musterstraße 12|Musterstr. 12|12 rue de la Paix|Via Roma 12|Calle Mayor 12|10 Downing Street|Flat 5, 12 High Street
ул. Ленина, 12|12 улица Ленина|東京都千代田区1-1|서울시 1|C/O Jane Doe, 12 Main St|c/o Doe 12 Main St|Attn: Doe, 12 Main St
12 Main St.|12 Main St,|12  Main   St|12 main st|12, Main St|12 Main-St|"12 Main St"|12 Main St;|12\tMain\u00a0St
No. 12 Main St|Number 12 Main St|# 12 Main St|12 Main St (rear)|12 Main St @ 3rd Ave|Main St & 3rd Ave|Corner of Main and 3rd
*** Main St|1** Main St|12 M*** St|XXXX Main St|xxxx|[hidden]|null|N/A|none|same|Same as above|unknown|test|No address|-|0
12 Mt Rainier Dr|12 Mount Rainier Drive|12 Ft Worth Ave|12 Fort Worth Avenue|12 St Johns Pl|12 Saint Johns Place
12 Park Place|12 Park Pl|12 Park Plaza|12 Hill Rd|12 Hills Rd|12 Forest Hill Dr|12 Forest Hills Dr|12 Oak Ridge|12 Oak Rdg
12 Bay View Ter|12 Bayview Ter|12 Via del Mar|12 La Playa|12 El Camino Real|12 Camino Real|12 Via|12 Loop|12 Oak Lp
""".replace("\n", "|").split("|")

CITIES = """Seattle;SEATTLE; seattle ;Seattle, WA;Seattle,WA;Seattle WA;Seattle, Washington;Saint Louis;St. Louis;St Louis;St.Louis
ST LOUIS;Sault Sainte Marie;Sault Ste. Marie;Sault Ste Marie;Fort Worth;Ft. Worth;Ft Worth;Mount Vernon;Mt. Vernon
Mt Vernon;North Las Vegas;N Las Vegas;N. Las Vegas;South Bend;S Bend;East Orange;E. Orange;West Palm Beach;W Palm Beach
Northfield;North;West;Washington;Washington DC;Washington, DC;Washington, D.C.;Washington D.C.;Washington D C;New York
New York City;NYC;New York, NY;New York NY;NEW YORK;Winston-Salem;Winston Salem;Coeur d'Alene;Coeur D Alene;Coeur DAlene
O'Fallon;O Fallon;OFallon;Lee's Summit;Lees Summit;Lee’s Summit;Cañon City;Canon City;San José;San Jose;Peñasco;Penasco
Montréal;Montreal;Québec;Quebec City;Zürich;Zurich;Zuerich;München;Munich;Köln;Москва;Moskva;東京;Tokyo;서울;القاهرة
King of Prussia;Truth or Consequences;Ninety Six;96;Paris, TX;Paris;Kansas City, MO;Kansas City, KS;Kansas City;KC
St. Paul;Saint Paul;St Paul;South St. Paul;South Saint Paul;Fort St. John;Mount Saint Helens;St;Saint;Fort;Port St. Lucie
Port Saint Lucie;La Crosse;LaCrosse;De Kalb;DeKalb;Dekalb;Du Bois;DuBois;McAllen;Mc Allen;Des Moines;Las Vegas;L.A.;LA
null;N/A;none;Unknown;test;-;xxxx;***;S*****e;[redacted];1234;98101;Null;NA;na;Nan;Blank;Test;X;Y;Å;Ö;Eu;Deal;None
""".replace("\n", ";").split(";")

PLACEHOLDERS = """null NULL Null (null) <null> none None NONE n/a N/A na NA #N/A nan NaN nil undefined unknown UNKNOWN test TEST - -- --- . ..
... ? ??? _ / \\N [] {} () "" '' #REF! #VALUE! 0 00 0000 000-00-0000 0.0 xxx XXX void tbd missing invalid deleted declined
refused pending 000000000 111111111 123456789 999999999 1111111111 1234567890 0000000000 1900-01-01 test@test.com""".split()

MASKS = """*** **** ***-**-7890 XXX-XX-7890 xxx-xx-7890 xxxxx7890 *****7890 •••••7890 ●●●7890 ###-##-7890 ...7890 …7890
206-555-**** (206) ***-**23 206555XXXX j***@mail.org j•••@mail.org ja…@mail.org jane@m***.org xxxx@mail.org XXXXXXXX
********** 4556********9855 4556-XXXX-XXXX-9855 4556 12** **** 9855 35693803****** 1985-**-** **/**/1985 XX/XX/1985
1985-XX-XX 981** 981XX 10.0.*.* 10.0.x.x 10.x.x.x [redacted] <REDACTED> (hidden) redacted REDACTED hidden masked
***removed*** {masked} ____7890 ??/??/1985 ACME****711 ACMEXXXX711 W***L12AB34 J**** D** a****""".split()

REGION, ORDER = "US", "month_first"


def luhn(digits):
    total = 0
    for n, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 - n % 2)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


def grouped(digits, sizes, mark):
    out, at = [], 0
    for size in sizes:
        out.append(digits[at:at + size])
        at += size
    return mark.join(part for part in [*out, digits[at:]] if part)


def respelt(number):
    """What programs and people put round a number."""
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in number)
    arabic = "".join(chr(0x660 + int(c)) if c.isdigit() else c for c in number)
    bengali = "".join(chr(0x9E6 + int(c)) if c.isdigit() else c for c in number)
    return [f" {number} ", f'="{number}"', f"'{number}", f'"{number}"', f"\u200b{number}", f"\ufeff{number}",
            f"\u00a0{number}\t", number.replace("-", "\u2013"), number.replace("-", "\u2011"), number.replace("-", "."),
            number.replace("-", " "), number.replace("-", ""), number.replace("-", "") + ".0", wide, arabic, bengali,
            number + ";", number + "x", "x" + number, number + "\ufffd"]


def ssn():
    for area in range(1000):
        yield f"{area:03}-{area % 97 + 2:02}-{area * 7 % 9000 + 417:04}"
    for number in ["456-12-7890", "001-01-0001", "772-99-9998", "900-70-1234"]:
        yield from respelt(number)
    yield from ["SSN: 456-12-7890", "ssn#456127890", "Social Security Number 456127890", "SS# 456-12-7890", "TIN 456127890"]
    yield from ["456-00-7890", "456-12-0000", "12345678", "4561278901", "456-12-789O", "4.56128E+08", "078-05-1120",
                "219-09-9999", "987-65-4321", "987-65-4320", "45-6127890", "456-127890", "45612-7890", "456 127 890"]
    for digits in ["12127890", "1127890", "127890", "456127890", "12-12-7890", "12127890.0", "1", "0", "01127890"]:
        yield digits, {"pad": 9}
        yield digits


def phone():
    for area in range(200, 1000):
        yield f"({area}) 555-0{100 + area % 100}"
    for area in ["206", "416", "787", "800", "888", "900", "456", "011", "123"]:
        for rest in ["555-0142", "234-5678", "123-4567", "034-5678", "911-1234", "555-1212", "000-0000"]:
            yield f"{area}-{rest}"
    for text in ["206-555-0142", "(206)555-0142", "206.555.0142", "206 555 0142", "2065550142", "206/555-0142", "206-5550142",
                 "1-206-555-0142", "12065550142", "+12065550142", "+1 206 555 0142", "+1 (206) 555-0142", "1 (206) 555.0142",
                 "(+1) 206-555-0142", "001 206 555 0142", "0012065550142", "011 1 206 555 0142", "+1-206-555-0142 x5",
                 "206-555-0142 x123", "206-555-0142 ext. 5", "206-555-0142 extension 17", "206-555-0142x5", "206-555-0142 #5",
                 "206-555-0142,5", "206-555-0142;ext=5", "tel:+1-206-555-0142", "tel:206-555-0142;phone-context=+1",
                 "Tel: 206-555-0142", "phone 206-555-0142", "Cell: (206) 555-0142", "H: 206-555-0142", "206-555-0142 (home)",
                 "206-555-0142 home", "206-555-0142 or 206-555-0143", "206-555-0142/206-555-0143", "+1206-555-014",
                 "555-0142", "5550142", "911", "206555014", "20655501423", "206-555-O142", "2.06555E+09", "2065550142.0",
                 "206-CALL-NOW", "1-800-FLOWERS", "800-GO-FEDEX", "1 800 234 LOAN", "+1 (206) 555-0142 ext 12345678",
                 "++12065550142", "+ 1 206 555 0142", "+01 206 555 0142", "(206 555-0142", "206) 555-0142", "[206] 555-0142",
                 "\u202a+1\u00a0206\u2011555\u20110142\u202c", "\u200e+1 206 555 0142", "+1\u2009206\u2009555\u20090142",
                 "999-999-9999", "9999999999", "1111111111", "(000) 000-0000", "0", "1", "+1", "+", "jane@mail.org",
                 "12 Main St", "206-555-0142\n", "*206-555-0142", "*67 206-555-0142", "+44 (0)20 7946 0123", "+999 1234567"]:
        yield text
    yield from respelt("206-555-0142")
    for line in PHONES:
        if not line:
            continue
        region, code, trunk, national = line.split(" ", 3)
        trunk = "" if trunk == "-" else trunk
        bare = national.replace(" ", "")
        yield from [f"+{code} {national}", f"+{code}{bare}", f"00{code} {national}", f"011 {code} {national}",
                    f"+{code} (0){national}", f"{code}{bare}", f"+{code}-{national.replace(' ', '-')} ext. 12"]
        own = {"region": region}
        yield from [(f"{trunk}{national}", own), (f"{trunk}{bare}", own), (f"00{code}{bare}", own), (f"+{code} {national}", own),
                    (f"({trunk}{national.split(' ')[0]}) {'-'.join(national.split(' ')[1:])}", own),
                    (f"{code} {national}", own), (bare[:-1], own)]


def email():
    for top in DOMAINS:
        yield f"Jane.Doe@Mail.{top}"
    for domain in " ".join(IDN_DOMAINS).split(" "):
        yield f"jane@{domain}"
    yield "jane@exa mple.com"
    local = """jane JANE Jane.Doe jane.doe janedoe j.a.n.e jane+news jane+ +jane jane_doe jane-doe jane'doe o'neil jane! jane#1 1jane
123 a x.y .jane jane. ja..ne "jane" "jane_doe" "jane.doe" jäne JÄNE ja\u0308ne zoë ＺＯＥ жанна 王 jane,doe jane;doe jane:doe jane(x)doe
(x)jane jane[x] jane\\doe jane/doe jane=doe jane?doe jane^doe jane`doe jane{doe jane|doe jane}doe jane~doe jane%doe jane&doe
jane$doe jane*doe İbrahim ıbrahim STRASSE straße ﬁona test none null user noemail no-email no.email na a abc example xxx xxxx
postmaster info admin unknown nobody asdf dummy""".split()
    for name in local:
        for domain in ["mail.org", "test.com", "example.com", "gmail.com", "googlemail.com"]:
            yield f"{name.replace('_doe', ' doe') if name.startswith(chr(34)) else name}@{domain}"
    yield from [form.replace("{}", "jane.doe@mail.org") for form in [
        "mailto:{}", "MAILTO:{}?subject=x", "<{}>", "Jane Doe <{}>", '"Doe, Jane" <{}>', "'{}'", '"{}"', '="{}"', "'{}", "{};",
        "{},", "{}.", " {} ", "\u200b{}", "\ufeff{}", "({})", "[{}]", "e-mail: {}", "Email:{}", "{} (work)", "{} ", "{};{}",
        "{}, a@b.org", "{} a@b.org", "{}/a@b.org", "http://{}", "jane@{}", "{}:hunter2", "{}|x", "{}\ufffd", "smtp:{}"]]
    yield from ["jane", "@mail.org", "jane@", "jane@mail", "jane at mail.org", "jane[at]mail.org", "jane(at)mail(dot)org", "@",
                "a@b", "a@b.c", "a@b.co", f"{'a' * 64}@mail.org", f"{'a' * 65}@mail.org", f"jane@{'b' * 63}.org",
                f"jane@{'b' * 64}.org", "jane@" + "b12345678." * 24 + "org", "jane@" + "b12345678." * 25 + "org"]


def imei():
    for n in range(110):
        tac = f"{35000000 + n * 918273 % 9999999:08}" if n % 5 else f"0{1000000 + n * 7919:07}"
        imei = luhn(tac + f"{n * 104729 % 900000 + 42:06}")
        wrong = imei[:14] + str((int(imei[14]) + 3) % 10)
        yield [imei, imei[:14], imei[:14] + "0", imei[:14] + "07", wrong, grouped(imei, [2, 6, 6], "-")][n % 6]
    imei = luhn("35693803564380")
    yield from respelt(grouped(imei, [2, 6, 6], "-"))
    yield from [f"IMEI: {imei}", f"IMEI {imei}", f"imeisv:{imei[:14]}07", f"IMEI1 {imei}", f"0x{imei}", imei[:13], imei + "12",
                imei + "/01", "3.56938E+14", "000000000000000", "123456789012345", "111111111111111", "99000000000000"]
    for short in ["1234500123456", "13456700123457", "134567001234573", "35693803564380", luhn("1234560012345")]:
        for pad in [14, 15, 16]:
            yield short, {"pad": pad}


def imsi():
    codes = "310260 310410 311480 302720 23410 26201 20801 22201 21401 46000 44010 45005 40410 50501 72405 33402 65501 60202".split()
    for n, code in enumerate(codes):
        number = (code + f"{n * 123456789 + 987654321:010}")[:15]
        yield from [number, number[:14], f"{number[:3]}-{number[3:6]}-{number[6:]}", number + "1", f"IMSI: {number}"]
    for first in range(10):
        yield f"{first}10260123456789"
    yield from respelt("310-260-123456789")


def iccid():
    for n, head in enumerate("890126 891480 8944 8949 8933 8939 8934 8986 8981 8982 8991 8961 8955 8952 8927".split()):
        body = (head + f"{n * 1234567891 + 26012345678:012}")[:18].ljust(18, "3")
        yield from [body, luhn(body), luhn(body) + "F", luhn(body) + "f", luhn(body) + "7", luhn(body + "1"),
                    grouped(luhn(body), [4, 4, 4, 4], " "), grouped(luhn(body), [2, 2, 4, 4, 4], "-"),
                    body + str((int(luhn(body)[-1]) + 4) % 10), f"ICCID: {luhn(body)}", body[:17], luhn(body) + "1234"]
    yield from respelt("8901-2601-2345-6789-01")
    yield from ["12" + "3" * 16, "89000000000000000000", "8" * 19, "0" * 19]


def account():
    for n in range(60):
        yield [f"{n * 7919 + 1001}", f"ACME-{n:06}", f"acme {n:06}", f"A{n:03}/{n * 31:05}", f"{n:010}", f"C.{n:04}.X"][n % 6]
    for number in ["ACME-0004711", "4711-0815", "00-4711"]:
        yield from respelt(number)
    yield from ["AB", "ABC", "A" * 64, "A" * 65, "#4711", "4711#", "No. 4711", "AC_ME_1", "Größe-1", "GRÖSSE-1", "ＡＣＭＥ１", "счёт-7",
                "4.711E+05", "jane@mail.org", "+4711", "111111", "123456", "000000", "xxxxxx", "X", "{4711}", "4711\\1", "4711:1",
                "550e8400-e29b-41d4-a716-446655440000", "550E8400E29B41D4A716446655440000", "{550e8400-e29b-41d4-a716-446655440000}",
                "123", "0123", "12", "1", "0", "123.0", "123.00", "123.5", "İ1234", "ı1234", "ŉ1234", "ǰ1234"]
    for digits in ["4711", "04711", "1", "47-11", "4711.0", "ACME", "1234567890", "12345678901"]:
        yield digits, {"pad": 10}


def licence():
    yield from """WDL12AB34 WDLABCD456DG D1234567 Y1234567 F123-456-78-901-0 F123456789010 S530-4607-8914 12345678 123456789 012345678
A123-4567-8901-23 99999999 0000000 1234567 DOE**J*123AB LEE**J*123AB LEE-J-123AB LEEJ123AB DOE*JQ*123AB WA-ABC1234 WA_ABC1234
ABC1234 abc1234 ABC 12 34 A1 A12 A123 H12345678 K12-34-5678 123-45-6789 NJ12345-67890-12345 A1234567890123456789
A12345678901234567890 DL:1234567 DL#1234567 1,234,567 1/234/567 ÄÖ12345 １２３４５６７ XXXXXXX XX12345 11111111 12345678.0""".split()
    for code in STATES:
        yield from [f"{code}{ord(code[0]) * 7919 + ord(code[1]):07}", f"{code.lower()} {ord(code[1]) * 104729}"]
    yield from respelt("WDL-12AB34")
    for digits in ["1234567", "12345678", "123-4567", "W123"]:
        yield digits, {"pad": 9}


def card():
    heads = "4 4556 51 5412 2221 2720 34 37 6011 65 644 3528 3589 36 38 30 6304 5018 62 81 9792 2200 5067 6062 60 508".split()
    for n, head in enumerate(heads):
        length = {"34": 15, "37": 15, "36": 14, "38": 14, "30": 14, "6304": 12, "5018": 13, "62": 19}.get(head, 16)
        number = luhn((head + f"{n * 918273645 + 31415926535:018}")[:length - 1])
        wrong = number[:-1] + str((int(number[-1]) + 5) % 10)
        yield from [number, wrong, grouped(number, [4, 4, 4, 4], " "), grouped(number, [4, 4, 4], "-"), f"Card: {number}",
                    number[:-1]]
    yield from respelt("4556-7375-8689-9855")
    yield from """4111111111111111 4242424242424242 4111-1111-1111-1111 5555555555554444 378282246310005 1234567890123456 0000000000000000
1111111111111111 4.55674E+15 12345678901 123456789012 12345678901234567890 4556737586899855|12/27|123 4556737586899855:123""".split()


def passport():
    for n in range(40):
        yield [f"{n * 7919 + 530000000}", f"C{n * 7919:08}", f"AB{n * 104729 % 10 ** 7:07}", f"{n:02}AB{n * 31:05}"][n % 4]
    yield from """C01X00T47 c01x00t47 C01X 00T47 C01X00T47<<< 12345 123456 1234567890 123456789 000000000 111111111 999999 P<UTODOE ÄB1234567
АВ1234567 AB1234567 №1234567 1234567.0 12-34-567 12/34567 XXXXXXX XX1234567 012345678 12345678 5.3E+08""".split()
    yield from respelt("C01-X00T47")
    for digits in ["1234567", "12345678", "123-4567", "C12345"]:
        yield digits, {"pad": 9}


def username():
    yield from """jane Jane JANE @jane @@jane jane_doe jane.doe jane-doe jane doe j x 12 1234 000 000000 111111 123456 jane@mail.org
Größe größe GRÖSSE zoë zoe\u0308 Ｊａｎｅ ｊａｎｅ 𝐣𝐚𝐧𝐞 ﬁona жанна ЖАННА 王小明 たろう ΣΊΣΥΦΟΣ σίσυφος İbrahim ibrahim ıbrahim straße STRASSE xXjaneXx XxJaneXx
xxx xxxx xXx **jane** ***jane jane*** j***e j**e *jane* #jane jane#1234 jane\\doe ACME\\jane jane/doe jane:doe jane;doe jane|doe
<jane> [jane] (jane) "jane" 'jane' ~jane !jane $jane% jane! null NULL Null none None n/a na NA nan unknown test Test admin root
guest user anonymous deleted [deleted] redacted hidden undefined - -- . .. _ __ 💩 jane💩 jane\u200bdoe jane\u00a0doe \u200bjane jane\u00ad ½jane
https://t.me/jane t.me/jane u/jane /u/jane """.split()
    yield from ["jane doe", " jane ", "a" * 64, "a" * 65, "é" * 64, "é" * 65, "jane\tdoe", "jane\ufffd"]


def names():
    rows = list(dict.fromkeys(name.strip("\n") for name in FULL_NAMES))
    yield from rows
    some = [name for name in SURNAMES if name[0].isupper() or " " in name or name.startswith("d")]
    for n, surname in enumerate(some):
        for given in [GIVEN[n % len(GIVEN)], GIVEN[(n * 7 + 3) % len(GIVEN)]]:
            plain = surname.replace(",", "")
            yield from [f"{given} {surname}", f"{plain}, {given}", f"{given} Q. {surname}", f"{given.upper()} {surname.upper()}",
                        f"Dr. {given} {surname}", f"{plain}, {given} Q."]


def given_names():
    yield from GIVEN
    for name in GIVEN:
        yield from [name.upper(), name.lower(), f"{name} Q.", f"{name} Ann", f"Dr. {name}"]
    yield from ["Maria de la", "Maria de", "Juan de la Cruz", "Doe, Jane", "J", "J.", "J Q", "Mr", "1", "jane@mail.org", "NULL", "null", "na",
                "fnu", "FNU", "No Name", "unknown", "J***", "****", "Xxxx", "XXXX", "王", "小明", "Иван", "محمد", "test", "-", "Baby Boy"]


def surnames():
    yield from SURNAMES
    for name in SURNAMES:
        yield from [name.upper(), name.lower(), f"{name} Jr.", f"{name}-Smith", f"{name},"]
    yield from ["Doe, Jane", "D", "D.", "Jr.", "III", "1", "jane@mail.org", "NULL", "null", "lnu", "LNU", "no name", "unknown", "D**", "****",
                "王", "Петрова", "علي", "test", "-", "de", "de la", "van", "Al", "El", "Le"]


def dob():
    for n, month in enumerate(MONTHS):
        number, day, year = n + 1, (n * 5) % 28 + 1, 1940 + n * 5
        short = month[:3]
        plain = [f"{day} {month} {year}", f"{month} {day}, {year}", f"{short} {day} {year}", f"{day}-{short}-{year}",
                 f"{day:02}-{short.upper()}-{year % 100:02}", f"{short}. {day}, {year}", f"{month.upper()} {day} {year}", f"{day} {short.lower()} {year}",
                 f"{day}{short}{year}", f"{year}-{short}-{day:02}", f"{day}th {month} {year}", f"{month} {day}th, {year}", f"{month[:4]} {day}, {year}",
                 f"{day} of {month} {year}", f"Monday, {month} {day}, {year}", f"{month} {year}", f"{day} {month}"]
        digits = [f"{year}-{number:02}-{day:02}", f"{year}/{number}/{day}", f"{year}.{number:02}.{day:02}", f"{year}{number:02}{day:02}",
                  f"{number}/{day}/{year}", f"{number:02}/{day:02}/{year}", f"{number:02}-{day:02}-{year}", f"{number}.{day}.{year}",
                  f"{number}/{day}/{year % 100:02}", f"{number:02}{day:02}{year}", f"{day}/{number}/{year}", f"{day:02}.{number:02}.{year}",
                  f"{day:02}-{number:02}-{year % 100:02}", f"{day:02}{number:02}{year}", f"{year}-{number:02}-{day:02}T00:00:00Z",
                  f"{year}-{number:02}-{day:02} 00:00:00", f"{year}-{number:02}-{day:02} 00:00:00.000", f"{number}/{day}/{year} 12:00:00 AM",
                  f"{number}/{day}/{year} 0:00", f"{year}-{number:02}-{day:02}T23:59:59.999+02:00", f"{year} {number:02} {day:02}",
                  f"{number} / {day} / {year}", f"{year}-{number:02}", f"{number}/{year}", f"{number}/{day}"]
        for text in plain + digits:
            yield text
            yield text, {"order": "day_first"}
    for text in ["2/29/2000", "2/29/1900", "2/29/1999", "2000-02-30", "13/13/1990", "31/12/1990", "12/31/1990", "0/1/1990", "1/0/1990", "4/31/1990",
                 "1990-13-01", "19901301", "13011990", "01131990", "12/31/1849", "1/1/1850", "12/31/2200", "1/1/2201", "12/31/1899", "1/2/1900",
                 "1/1/2026", "1/1/2027", "1/1/00", "1/1/15", "1/1/16", "1/1/99", "1/1/0", "1/1/199", "1/1/19901", "1/1/1970", "1970-01-01", "1900-01-01",
                 "01/01/1900", "1/1/1900", "1899-12-30", "1899-12-31", "0000-00-00", "00/00/0000", "0001-01-01", "9999-12-31", "12/31/9999", "1753-01-01",
                 "11/11/1111", "1111-11-11", "2999-12-31", "1990", "90", "32874", "641260800", "641260800000", "-1", "1990-01-01-01", "1990/1-1", "1.1.1990.",
                 "1/1/1990 x", "born 1/1/1990", "DOB: 1/1/1990", "01/01/1990 (approx)", "c. 1990", "2 Mai 1990", "2. März 1990", "2 mars 1990", "12 marzo 1990",
                 "1990年1月2日", "١٩٩٠/٠١/٠٢", "１９９０-０１-０２", "1990\u201301\u201302", "'1990-01-02", '"1990-01-02"', '="1990-01-02"', " 1990-01-02 ", "\u200b1990-01-02",
                 "19900102.0", "1021990", "1021990.0", "5/6/1990", "06/05/1990", "Sept 5, 1990", "Sep. 5, 1990", "5-SEPT-90", "Sptember 5, 1990", "Ma 5 1990",
                 "5/May/1990", "May/5/1990", "1990 May 5", "May 1990 5", "5 1990 May", "May May 1990", "**/**/1990", "XX/XX/1990", "1990-xx-xx", "01/**/1990"]:
        yield text
        yield text, {"order": "day_first"}
    for text in ["1021990", "01021990", "1021990.0", "102199", "10219900"]:
        yield text, {"pad": 8}
        yield text, {"pad": 8, "order": "day_first"}


def address():
    for suffix in SUFFIXES:
        yield f"12 Birchwood {suffix}"
        yield f"12 N BIRCHWOOD {suffix.upper()}. APT 5"
    for tail in ADDRESS_TAILS:
        yield from [f"12 Main St {tail}".replace(" ,", ","), f"{tail.strip(', ')} 12 Main Street"]
    yield from ADDRESSES
    directions = "N S E W NE NW SE SW North South East West Northeast Northwest Southeast Southwest N. N.E. N.W. S.E. N-E".split()
    for direction in directions:
        yield from [f"12 {direction} Main St", f"12 Main St {direction}", f"12 {direction} Ave", f"12 {direction} St {direction}", f"12 E {direction} Rd",
                    f"12 {direction} 5th Ave", f"12 {direction} {direction} Blvd", f"12 {direction}", f"12 Main {direction}"]
    ordinals = """First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth Thirteenth Fourteenth Fifteenth Sixteenth Seventeenth
Eighteenth Nineteenth Twentieth Thirtieth Fortieth Fiftieth Sixtieth Seventieth Eightieth Ninetieth Twenty-First Thirty-Second Forty-Third Ninety-Ninth""".split()
    for n, word in enumerate(ordinals):
        yield from [f"12 {word} Ave", f"12 {word.upper().replace('-', ' ')} AVENUE", f"12 {n + 1} Ave"]
        ending = {1: "st", 2: "nd", 3: "rd"}.get((n + 1) % 10 if n + 1 not in (11, 12, 13) else 0, "th")
        yield f"12 {n + 1}{ending} Avenue"
    for code, name in list(STATES.items())[::3]:
        yield from [f"12 Main St, Springfield, {code} 12345", f"12 Main St, Springfield, {name} 12345-6789", f"12 {name} Ave", f"12 {code} Ave"]
    for region in ["GB", "DE"]:
        for text in ["12 High Street", "Musterstraße 12", "Flat 5, 12 High St, London SW1A 1AA"]:
            yield text, {"region": region}


def city():
    yield from CITIES
    for text in ["München", "Saint-Denis", "St. Ives", "Newcastle upon Tyne"]:
        yield text, {"region": "DE"}
    for code, name in STATES.items():
        yield f"Springfield, {code}"
        yield f"Springfield {name}"


def state():
    for code, name in STATES.items():
        yield from [code, code.lower(), name, name.upper(), name.lower(), f" {code} ", f"{code[0]}.{code[1]}.", f"US-{code}"]
    yield from ABBREVIATED_STATES
    for text in ["Washington DC", "Washington, D.C.", "District of Columbia", "State of Washington", "Washington State", "Commonwealth of Massachusetts",
                 "New  York", "NewYork", "N. Carolina", "No. Carolina", "N Carolina", "W. Virginia", "West Va.", "U.S. Virgin Islands", "Virgin Islands, U.S.",
                 "Newfoundland", "Yukon Territory", "Quebec", "Québec", "PQ", "***", "xx", "[redacted]"]:
        yield text
    for region, texts in {"DE": ["Bayern", "BAYERN", "Baden-Württemberg", "12", "BY"], "GB": ["Kent", "West Yorkshire"], "CA": ["ON", "Ontario", "Québec"]}.items():
        for text in texts:
            yield text, {"region": region}


def postcode():
    for n in range(100):
        yield f"{n:02}{n * 37 % 1000:03}"
        yield f"{n:02}{n * 37 % 1000:03}{'-' if n % 2 else ''}{n * 91 % 9999 + 1:04}"
    yield from """98101-1234 98101 1234 981011234 98101- 98101-12 98101-0000 98101.0 98101.00 9810 981 98 9 00000 00000-0000 99999 99999-9999 00501 00500 00544 12345
11111 K1A0B1 K1A-0B1 k1a0b1 K1A0B M5V3L9 SW1A1AA 75008 D-10115 10115 98I01 98l01 ９８１０１ ٩٨١٠١ =98101 #98101 98101x 98101/1234 981.01 9.81E+04 981XX 981** WA""".split()
    yield from ["98101 1234", "98101 - 1234", "K1A 0B1", "k1a 0b1", "K1A  0B1", "SW1A 1AA", "WA 98101", "98101, WA", "98101\u20131234", "zip 98101", "'01234", '="01234"']
    for digits in ["1234", "501", "12", "12345", "1234-5678", "12345678", "5011234", "1234.0", "123456789", "01234", "1234567", "999"]:
        yield digits, {"pad": 5}
        yield digits
    for region, texts in {"GB": ["SW1A 1AA", "sw1a1aa", "SW1A-1AA", "M1 1AE", "GIR 0AA"], "DE": ["10115", "D-10115", "1234", "01067"], "CA": ["K1A 0B1", "98101"],
                          "NL": ["1234 AB", "1234ab"], "JP": ["100-0001", "〒100-0001", "１００−０００１"], "BR": ["01310-100"], "IE": ["D02 X285", "D02X285"], "PL": ["00-001"]}.items():
        for text in texts:
            yield text, {"region": region}


def ip():
    yield from """192.0.2.1 192.0.2.001 192.000.002.001 198.051.100.007 203.0.113.255 203.0.113.256 1.2.3 1.2.3.4.5 1.2.3.4/32 1.2.3.4/24 1.2.3.4/128 1.2.3.4:80 1.2.3.4:99999
01.02.03.04 0x7f.0.0.1 2130706433 127.0.0.1 0.0.0.0 255.255.255.255 10.0.0.1 192.168.1.1 172.16.0.1 169.254.1.1 2001:db8::1 2001:DB8::1 2001:0db8:0000:0000:0000:0000:0000:0001
2001:db8:0:0:0:0:0:1 [2001:db8::1] [2001:db8::1]:443 2001:db8::1/128 2001:db8::1/64 2001:db8::1/32 2001:db8::1%eth0 fe80::1%1 ::ffff:192.0.2.1 ::FFFF:c000:201 ::192.0.2.1 64:ff9b::192.0.2.1
:: ::1 [::1] 2001:db8:::1 2001:db8::1::2 12345::1 2001:db8 g::1 localhost example.com n/a null unknown - 10.0.*.* 10.0.x.x 10.x.x.x 192.0.2.1, 192.0.2.1;192.0.2.2 <192.0.2.1>
'192.0.2.1 "192.0.2.1" http://192.0.2.1/ １９２.0.2.1 192。0。2。1 192,0,2,1 -1.2.3.4 +1.2.3.4 1.2.3.4. .1.2.3.4 1..2.3""".split()
    for n in range(40):
        yield from [f"198.51.100.{n * 6}", f"2001:db8:{n:x}::{n * 31:X}"]


def opaque():
    yield from """gold GOLD Gold gOLD gold_tier none test null NULL n/a NA nan - . ... 0 00 1 42 4.2 true false yes no y n x xx xxx XXXX *** **** g***d *gold* #gold Größe GRÖSSE
gro\u0308ße Straße STRASSE ｇｏｌｄ ﬁn İ ı ΣΊΣ 金 золото ЗОЛОТО ذهب 🥇 gold🥇 "gold" 'gold' <gold> [gold] (gold) {"tier":"gold"} [redacted] hidden 2020-01-01 {} [] \\N #N/A""".split()
    yield from ["gold tier", "gold  tier", "gold\ttier", "gold\u00a0tier", " gold tier ", "gold\u200btier", "\u200bgold", "a" * 512, "a" * 513, "é" * 256, "é" * 257, "gold\ufffd", "\u0301", "\u200b"]


KINDS = {
    "ssn": ssn, "phone": phone, "email": email, "imei": imei, "imsi": imsi, "iccid": iccid, "account": account, "licence": licence, "card": card,
    "passport": passport, "username": username, "name": names, "given_name": given_names, "surname": surnames, "dob": dob, "address": address, "city": city,
    "state": state, "postcode": postcode, "ip": ip, "opaque": opaque,
}


def main():
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["kind", "region", "date_order", "pad", "input"])
    seen = set()
    for kind, inputs in KINDS.items():
        common = ["", " ", "\u00a0", "\ufeff", "\ufffd", *PLACEHOLDERS, *MASKS]
        for item in [*inputs(), *common]:
            text, options = item if isinstance(item, tuple) else (item, {})
            row = (kind, options.get("region", REGION), options.get("order", ORDER), options.get("pad", ""), text)
            if row not in seen:
                seen.add(row)
                out.writerow(row)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    main()
