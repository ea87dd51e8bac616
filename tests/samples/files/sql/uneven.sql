CREATE TABLE `customers` (
  `account` varchar(255) DEFAULT NULL,
  `name` varchar(255) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `phone` varchar(255) DEFAULT NULL,
  `dob` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`account`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `customers` VALUES ('A3607672651','Steven Jackson','s1938240_jackson@gmail.com','8317370630','1958-10-22');
INSERT INTO `customers` VALUES ('A5834801798','Rosa Nguyen','rnguyen1847212@gmail.com','4019607565','1990-03-14');
INSERT INTO `customers` VALUES ('A3755681724','Laura Taylor','laura.taylor2467447@yahoo.com','5074572422','1958-11-03');
INSERT INTO `customers` VALUES ('A9761630531','Glenn Sexton','glenn.sexton4018570@aol.com','6304737733','1950-04-14');
INSERT INTO `customers` VALUES ('A3198482402','Joyce Cameron','joyce-cameron3989404@yahoo.com','5855004696','1934-08-18');
INSERT INTO `customers` VALUES ('A8476044214','Susan Irwin','s-irwin2350057@icloud.com','9543392020','1985-08-03');
INSERT INTO `customers` VALUES ('A5140995017','Fernando White','f-white2025151@aol.com','8454522195','1945-06-29');
INSERT INTO `customers` VALUES ('A7690913467','Alan George','alan.george2472184@comcast.net','4808340409','1951-07-17');
INSERT INTO `customers` VALUES ('A9713824240','Mary Ann Griffin','maryanngriffin5125517@outlook.com','2565258248','1958-10-03');
INSERT INTO `customers` VALUES ('A3622278950','Jacob Allen-Garcia','jacob-allen1142907@comcast.net','3232350793','1953-05-01');
INSERT INTO `customers` VALUES ('A5460073599','Yolanda Logan','yolanda-logan3944119@icloud.com');
INSERT INTO `customers` VALUES ('A4969352150','Billie Jo Maxwell','billiejo-maxwell5572829@outlook.com','6014510765','1985-06-27');
INSERT INTO `customers` VALUES ('A6080816197','Connie Walter','c_walter3050669@outlook.com','3367087246','1959-08-26');
INSERT INTO `customers` VALUES ('A7947287133','Ryan Garcia','ryan3812376garcia@gmail.com','6084625719','2005-07-15');
INSERT INTO `customers` VALUES ('A1802415420','Michael Brooks-Lopez','brooksmichael6582303@comcast.net','7024455047','1962-08-21');
INSERT INTO `customers` VALUES ('A8081270951','Manuel Ramirez','manuel-ramirez6711281@aol.com','4072264929','1978-04-24');
INSERT INTO `customers` VALUES ('A4817457936','Mary Hoffman','maryhoffman2579156@aol.com','7164190880','1978-11-15');
INSERT INTO `customers` VALUES ('A6740865806','Wyatt Turner','wyattturner4235227@hotmail.com','3035843117','1978-06-29');
INSERT INTO `customers` VALUES ('A9032776300','Elizabeth Young','elizabeth.young1047112@comcast.net','9035637698','1965-12-07');
INSERT INTO `customers` VALUES ('A3166157501','Chloe Moore','chloemoore3746108@gmail.com','2178588247','1966-05-18');
INSERT INTO `customers` VALUES ('A2082526812','Mónica Hopkins','monica.hopkins5813953@aol.com','9517040017','1947-07-01','x');
INSERT INTO `customers` VALUES ('A6020109048','Zed Booth','booth_zed731280@icloud.com','4155999766','1931-08-20');
INSERT INTO `customers` VALUES ('A6008154603','Christian Fisher','christian_fisher8355@icloud.com','7867776453','1955-06-02');
INSERT INTO `customers` VALUES ('A4306215565','Russell Gibbs','gibbs.russell4040579@gmail.com','7068014606','1975-01-10');
INSERT INTO `customers` VALUES ('A5232017029','Patrick King','king_patrick7130234@aol.com','8162544779','1981-10-25');
INSERT INTO `customers` VALUES ('A3537083461','Alexander Lee','alexander.lee1913543@yahoo.com','7089746428','1966-05-04');
INSERT INTO `customers` VALUES ('A6990953060','Diana Lee','dianalee6458777@icloud.com','2523504113','1956-09-21');
INSERT INTO `customers` VALUES ('A3848308677','Robert Patterson','r_patterson1123739@comcast.net','3073300561','1961-04-08');
INSERT INTO `customers` VALUES ('A5485917564','Aaron Smith','asmith3727915@aol.com','6233907016','1983-11-15');
INSERT INTO `customers` VALUES ('A9409270620','Bryan Ingram','bryaningram6679296@aol.com','5742093939','1991-05-22');
INSERT INTO `customers` VALUES ('A2365085468','Hector Young','hectoryoung6527571@yahoo.com','8047852223','1986-11-10');
INSERT INTO `customers` VALUES ('A2730935729','Ronald Duncan','ronald.duncan7943384@outlook.com','3168274224','1993-10-15');
INSERT INTO `customers` VALUES ('A6259998455','Cynthia Reyes','creyes184773@icloud.com','6154311064','1955-07-18');
INSERT INTO `customers` VALUES ('A9868786255','Melvin Smith','m.smith2327533@hotmail.com','7183445787','2004-02-11');
INSERT INTO `customers` VALUES ('A7860816024','Eric Webb','eric.webb2855708@yahoo.com','7655897367','1969-05-29');
INSERT INTO `customers` VALUES ('A5789902541','Lori Harris','l_harris5787132@aol.com','6098909917','1943-11-24');
INSERT INTO `customers` VALUES ('A9612237292','Robert Salazar','robertsalazar7065441@outlook.com','2022014061','1976-05-29');
INSERT INTO `customers` VALUES ('A4432863189','Marvin Molina','mmolina5997157@icloud.com','9145443582','1972-12-08');
INSERT INTO `customers` VALUES ('A6589803108','Roger Fernandez','roger.fernandez5637188@hotmail.com','4804880402','1955-01-11');
INSERT INTO `customers` VALUES ('A6948940634','Larry Ballard','ballard6979982_larry@gmail.com','5083669674','1989-07-09');
