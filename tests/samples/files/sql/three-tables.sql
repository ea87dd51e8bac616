-- MySQL dump 10.13  Distrib 5.7.33, for Linux (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------

/*!40101 SET NAMES utf8 */;
/*!40103 SET TIME_ZONE='+00:00' */;

DROP TABLE IF EXISTS `customers`;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `customers` (
  `account` varchar(255) DEFAULT NULL,
  `given_name` varchar(255) DEFAULT NULL,
  `surname` varchar(255) DEFAULT NULL,
  `ssn` varchar(255) DEFAULT NULL,
  `dob` varchar(255) DEFAULT NULL,
  `phone` varchar(255) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `address` varchar(255) DEFAULT NULL,
  `city` varchar(255) DEFAULT NULL,
  `state` varchar(255) DEFAULT NULL,
  `zip` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`account`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

LOCK TABLES `customers` WRITE;
/*!40000 ALTER TABLE `customers` DISABLE KEYS */;
INSERT INTO `customers` VALUES ('A8923922537','Cole','Rao','025-82-2302','1931-01-03','5098153076','colerao2937776@outlook.com','3217 Birch Dr Apt 393E','El Paso','TX','79930'),('A1021289763','Jennifer','Miller','063-85-8430','2001-02-07','4088297244','miller_jennifer333032@aol.com','9270 Heron Cir Apt 442C','San Jose','CA','95159'),('A4953501441','Summer','Bryant-Jackson','025-07-5234','1978-10-31','4043846454','wolf156681_wolf@gmail.com','2688 S Elm Ave','Atlanta','GA','30353'),('A1961174475','Kaitlyn','Murray','420-33-5904','2005-04-06','3234306493','kaitlyn7066704.murray@gmail.com','2878 NE Country Club Rd','Los Angeles','CA','90045'),('A3560649079','Joaquín','Kaminski','172-80-1336','1987-01-29','7143622988','joaquin-kaminski4428190@hotmail.com','2948 6th Dr','Anaheim','CA','92856'),('A7758581187','Luz','Davis','187-03-7233','1960-07-27','4057242006','luz_davis2910054@outlook.com','6928 W Liberty Dr','Oklahoma City','OK','73153'),('A9681696719','Hazel','Velasquez','217-16-9276','2005-04-09','3855493038','hazel.velasquez1188847@outlook.com','8988 W 9th Dr','Provo','UT','84609'),('A1498081912','James','Stone','059-72-6727','2001-09-20','2566160913','james-stone6351183@outlook.com','4420 Jackson St Apt 282','St. Louis','MO','63124'),('A4532932655','Joseph','Thomas','289-21-0137','1942-02-22','8634008540','joseph4586864_thomas@gmail.com','3032 Jackson Ln Apt 427','Lakeland','FL','33804'),('A1456192417','Amber','Curtis','411-73-4448','2001-04-13','7039520727','a6380479_curtis@gmail.com','7463 21st Dr','Arlington','VA','22257'),('A2459503840','Kirk','Lee','194-62-9161','1943-06-10','8155407622','k-lee2683756@gmail.com','497 Lake Rd','Joliet','IL','60416'),('A4885832557','Amy','Foster','130-47-4031','1946-08-13','5207321465','amy-foster5728138@outlook.com','6130 NE Main Rd','Tucson','AZ','85706'),('A2703301799','Jeffrey','Mathis','200-26-0781','1985-01-10','4157719005','jeffrey-mathis2103258@gmail.com','5117 S Smith Pl Apt 10','San Francisco','CA','94121'),('A5423649439','Todd','Perez','493-61-7162','1992-02-18','9733651785','todd_perez6429198@hotmail.com','8153 Church St','Newark','NJ','07154'),('A1664930517','Gregory','Reynolds','032-16-1331','1966-01-25','7168906715','blue5599397.coffee@gmail.com','6967 Harbor Ct','Buffalo','NY','14252');
INSERT INTO `customers` VALUES ('A8592256552','Melvin','Garcia','419-95-1187','1938-06-14','3867662367','wolf-rider1164199@outlook.com','7807 Walnut Rd','Daytona Beach','FL','32103'),('A8531415382','Teresa','Davis','658-82-9047','1935-09-29','9735650441','t_davis4171169@comcast.net','7040 N Hill Ave','Newark','NJ','07142'),('A6458562563','Brittany','Miller','312-03-8851','1998-11-24','5154381316','brittany.miller3004215@aol.com','4022 College Rd','Des Moines','IA','50342'),('A4289574357','Edwin','Nguyen','137-31-0974','1969-06-04','2763335908','nguyen1933498_edwin@gmail.com','9556 NE Pleasant St','Bristol','VA','24255'),('A5983303012','Heather','Wright','292-50-1632','1959-05-13','8172293784','heather-wright6879919@hotmail.com','4637 4th Pl','Fort Worth','TX','76159'),('A2574837312','Anthony','Smith','476-70-0194','1975-10-31','3377580118','anthony-smith1196082@gmail.com','5328 Devon Cir','Lafayette','LA','70540'),('A3189920742','Katherine','Williams','652-04-6378','1968-01-23','5078182428','k-williams7976839@icloud.com','6327 Rosewood Cir','Rochester','MN','55921'),('A4691490169','Troy','Harris','135-38-5512','1948-04-18','2087046416','troy4683889harris@gmail.com','109 Cherry St','Boise','ID','83736'),('A4431258338','Margaret','Welch','256-93-8985','1985-01-12','3366976381','m_welch2325096@icloud.com','3171 S Prospect St','Greensboro','NC','27435'),('A9296621114','Karen','Frazier','107-86-1548','1968-05-21','4085702962','karen-frazier454745@aol.com','1185 W Rosewood Dr','San Jose','CA','95150'),('A1153144457','Amit','Webb-Flores','254-43-7793','2001-11-05','9365625047','webb_amit3388963@aol.com','4960 Country Club St','Conroe','TX','77359'),('A1608553834','Rita','Gonzalez','382-96-6802','1994-08-31','5056272403','rgonzalez3067964@outlook.com','9742 Chestnut St','Albuquerque','NM','87106'),('A1114053133','Edwin','Cox','486-74-2049','1943-08-13','8324214252','edwin.cox2943517@yahoo.com','4731 Park Ct Apt 204','Houston','TX','77012'),('A5996480860','Melissa','Ivanov','408-86-9966','1947-08-09','5185701932','melissa4418300.ivanov@gmail.com','9559 Magnolia St','Albany','NY','12246'),('A6258546323','Donald','Howard','185-94-4109','1967-08-08','9377520025','d-howard7318549@yahoo.com','3477 Liberty Rd','Dayton','OH','45450');
/*!40000 ALTER TABLE `customers` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `orders`;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `orders` (
  `order_id` varchar(255) DEFAULT NULL,
  `customer_account` varchar(255) DEFAULT NULL,
  `item` varchar(255) DEFAULT NULL,
  `total` varchar(255) DEFAULT NULL,
  `created_at` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`order_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

LOCK TABLES `orders` WRITE;
/*!40000 ALTER TABLE `orders` DISABLE KEYS */;
INSERT INTO `orders` VALUES (500,'A8923922537','phone case',9.99,'2021-07-01 10:00:00'),(501,'A1498081912','charger',16.99,'2021-07-02 10:01:00'),(502,'A1664930517','sim card',23.99,'2021-07-03 10:02:00'),(503,'A3189920742','phone case',30.99,'2021-07-04 10:03:00'),(504,'A5996480860','charger',37.99,'2021-07-05 10:04:00'),(505,'A7758581187','sim card',44.99,'2021-07-06 10:05:00'),(506,'A2703301799','phone case',51.99,'2021-07-07 10:06:00'),(507,'A5983303012','charger',58.99,'2021-07-08 10:07:00'),(508,'A1608553834','sim card',65.99,'2021-07-09 10:08:00'),(509,'A1961174475','phone case',72.99,'2021-07-10 10:09:00'),(510,'A2459503840','charger',79.99,'2021-07-11 10:10:00'),(511,'A6458562563','sim card',86.99,'2021-07-12 10:11:00'),(512,'A9296621114','phone case',93.99,'2021-07-13 10:12:00'),(513,'A1021289763','charger',10.99,'2021-07-14 10:13:00'),(514,'A4532932655','sim card',17.99,'2021-07-15 10:14:00');
INSERT INTO `orders` VALUES (515,'A8592256552','phone case',24.99,'2021-07-16 10:15:00'),(516,'A4691490169','charger',31.99,'2021-07-17 10:16:00'),(517,'A6258546323','sim card',38.99,'2021-07-18 10:17:00'),(518,'A9681696719','phone case',45.99,'2021-07-19 10:18:00'),(519,'A5423649439','charger',52.99,'2021-07-20 10:19:00'),(520,'A2574837312','sim card',59.99,'2021-07-21 10:20:00'),(521,'A1114053133','phone case',66.99,'2021-07-22 10:21:00'),(522,'A3560649079','charger',73.99,'2021-07-23 10:22:00'),(523,'A4885832557','sim card',80.99,'2021-07-24 10:23:00'),(524,'A4289574357','phone case',87.99,'2021-07-25 10:24:00'),(525,'A1153144457','charger',94.99,'2021-07-26 10:25:00'),(526,'A4953501441','sim card',11.99,'2021-07-27 10:26:00'),(527,'A1456192417','phone case',18.99,'2021-07-28 10:27:00'),(528,'A8531415382','charger',25.99,'2021-07-01 10:28:00'),(529,'A4431258338','sim card',32.99,'2021-07-02 10:29:00');
INSERT INTO `orders` VALUES (530,'A8923922537','phone case',39.99,'2021-07-03 10:30:00'),(531,'A1498081912','charger',46.99,'2021-07-04 10:31:00'),(532,'A1664930517','sim card',53.99,'2021-07-05 10:32:00'),(533,'A3189920742','phone case',60.99,'2021-07-06 10:33:00'),(534,'A5996480860','charger',67.99,'2021-07-07 10:34:00'),(535,'A7758581187','sim card',74.99,'2021-07-08 10:35:00'),(536,'A2703301799','phone case',81.99,'2021-07-09 10:36:00'),(537,'A5983303012','charger',88.99,'2021-07-10 10:37:00'),(538,'A1608553834','sim card',95.99,'2021-07-11 10:38:00'),(539,'A1961174475','phone case',12.99,'2021-07-12 10:39:00');
/*!40000 ALTER TABLE `orders` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `logs`;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `logs` (
  `id` varchar(255) DEFAULT NULL,
  `ip` varchar(255) DEFAULT NULL,
  `request` varchar(255) DEFAULT NULL,
  `at` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

LOCK TABLES `logs` WRITE;
/*!40000 ALTER TABLE `logs` DISABLE KEYS */;
INSERT INTO `logs` VALUES (1,'198.51.100.1','GET /','2021-08-01 00:15:00'),(2,'198.51.100.14','POST /login','2021-08-02 01:15:00'),(3,'198.51.100.27','GET /cart','2021-08-03 02:15:00'),(4,'198.51.100.40','GET /','2021-08-04 03:15:00'),(5,'198.51.100.53','POST /login','2021-08-05 04:15:00'),(6,'198.51.100.66','GET /cart','2021-08-06 05:15:00'),(7,'198.51.100.79','GET /','2021-08-07 06:15:00'),(8,'198.51.100.92','POST /login','2021-08-08 07:15:00'),(9,'198.51.100.105','GET /cart','2021-08-09 08:15:00'),(10,'198.51.100.118','GET /','2021-08-01 00:15:00'),(11,'198.51.100.131','POST /login','2021-08-02 01:15:00'),(12,'198.51.100.144','GET /cart','2021-08-03 02:15:00'),(13,'198.51.100.157','GET /','2021-08-04 03:15:00'),(14,'198.51.100.170','POST /login','2021-08-05 04:15:00'),(15,'198.51.100.183','GET /cart','2021-08-06 05:15:00');
INSERT INTO `logs` VALUES (16,'198.51.100.196','GET /','2021-08-07 06:15:00'),(17,'198.51.100.209','POST /login','2021-08-08 07:15:00'),(18,'198.51.100.222','GET /cart','2021-08-09 08:15:00'),(19,'198.51.100.235','GET /','2021-08-01 00:15:00'),(20,'198.51.100.248','POST /login','2021-08-02 01:15:00'),(21,'198.51.100.11','GET /cart','2021-08-03 02:15:00'),(22,'198.51.100.24','GET /','2021-08-04 03:15:00'),(23,'198.51.100.37','POST /login','2021-08-05 04:15:00'),(24,'198.51.100.50','GET /cart','2021-08-06 05:15:00'),(25,'198.51.100.63','GET /','2021-08-07 06:15:00');
/*!40000 ALTER TABLE `logs` ENABLE KEYS */;
UNLOCK TABLES;
