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
  `name` varchar(255) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `phone` varchar(255) DEFAULT NULL,
  `dob` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`account`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

LOCK TABLES `customers` WRITE;
/*!40000 ALTER TABLE `customers` DISABLE KEYS */;
INSERT INTO `customers` VALUES ('A3423999944','William Ramos','w.ramos7855270@comcast.net','3377797342','1956-08-04'),('A4349743227','Joseph Ross','josephross108967@aol.com','2068718811','1957-09-09'),('A3382409489','James Walker','walkerjames1611876@comcast.net','7275511765','1938-05-27'),('A6026004658','Jennifer Williams','j.williams7841771@yahoo.com','8605822085','1949-08-09'),('A3515011726','Jesus Pearson','happy.rider5619825@gmail.com','9098893038','1935-05-02'),('A5352838944','April Murray','april.murray5282260@hotmail.com','8137121586','1966-02-07'),('A2267710949','Isabella Thornton','thornton.isabella1811746@icloud.com','5153171900','1982-02-28'),('A2268211713','Joseph Flores','josephflores1716896@outlook.com','7029648240','1969-05-31'),('A4723179144','Joyce Russo','joyce.russo7418804@comcast.net','5745309846','2001-02-16'),('A9842009084','Sara Johnson','s.johnson5315791@aol.com','5708054116','1979-02-13'),('A6305193998','James Reilly-Johnson','j1835220-reilly@gmail.com','4106874639','1943-08-23'),('A2759300790','Jessica Harper','harperjessica5551676@gmail.com','2257442415','1951-10-05'),('A6283961490','Raj Watson','watson_raj4120374@icloud.com','3094204458','1962-08-01'),('A1818921471','James Ortiz','j-ortiz3967620@outlook.com','8592425485','1939-04-01'),('A6713604206','Elizabeth Larsen','elizabeth_larsen4767395@aol.com','7819375121','1985-12-24'),('A5676436272','Jose Hall','jose.hall3541038@gmail.com','6129640801','1987-04-29'),('A2423616929','Michelle Perez','golfsunny6962004@outlook.com','4346300917','1931-10-19'),('A7951106777','Bo Morgan','b-morgan6510527@hotmail.com','7016129060','1970-04-08'),('A2226088373','Susan Smith','susansmith6689846@gmail.com','9092621137','1947-06-20'),('A1505770066','Karen Olson','luckyriver5899344@comcast.net','6237203630','1966-09-01'),('A8329645746','André Torres','a.torres2909803@aol.com','6232050667','1981-01-15'),('A4702460554','Steven Lee','s.lee2581586@gmail.com','2085209926','1963-10-01'),('A8404786850','Gregory Richards-Mendoza','gregoryrichards5558425@yahoo.com','7175144719','1978-02-10'),('A5355823427','Sean Perez','sean_perez1640346@yahoo.com','7196694600','1963-04-08'),('A9376713368','Jack Johnson','jackjohnson3626832@icloud.com','7723266726','1993-05-20'),('A6817411398','Rachael Kim','kim698898-rachael@gmail.com','6504786169','1992-12-08'),('A7437484082','Steven Hernández','stevenhernandez3086394@aol.com','8605835115','1938-07-29'),('A6458562563','Brittany Miller','brittany.miller3004215@aol.com','5154381316','1998-11-24'),('A6386766778','Elijah Johnson ','e.johnson2113172@comcast.net','6782038665','1942-05-05'),('A7142321347','Amelia Moore','mooreamelia3977495@outlook.com','8504513045','1939-06-19'),('A1344967850','Christina Rahman','christinarahman3737322@gmail.com','3056594714','1992-02-10'),('A3139960276','Peter Fisher','p1115285_fisher@gmail.com','2168564852','1943-02-20'),('A8257507216','Jerry Allen','baker314541silver@gmail.com','6127009218','1938-04-22'),('A1944256914','Ty Henderson','henderson-ty7634633@gmail.com','4063454089','2002-01-21'),('A4824705640','Mei Fisher','mei-fisher3507103@gmail.com','7196509048','1975-11-12'),('A8393646352','Gregory Ramirez','g_ramirez3897967@icloud.com','4062996933','1992-07-16'),('A4514392985','Donald Brown','donald-brown5438292@comcast.net','5108199335','1991-01-25'),('A9833903503','Curtis Graves','curtis-graves5646646@icloud.com','8647020110','1952-10-29'),('A9045638018','James Sanchez','sanchez-james6667901@aol.com','6147886836','1989-05-08'),('A9732549864','Max Pa