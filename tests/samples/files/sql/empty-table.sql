-- MySQL dump 10.13  Distrib 5.7.33, for Linux (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------

/*!40101 SET NAMES utf8 */;
/*!40103 SET TIME_ZONE='+00:00' */;

CREATE TABLE `users` (
  `account` varchar(255) DEFAULT NULL,
  `name` varchar(255) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `phone` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`account`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE `empty` (
  `account` varchar(255) DEFAULT NULL,
  `city` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`account`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `users` VALUES ('A6284383240','Gabriel Barrera','g-barrera2202276@aol.com','9787251821');
INSERT INTO `users` VALUES ('A1751800991','Chelsea Brewer','chelseabrewer1913432@hotmail.com','2104237580');
INSERT INTO `users` VALUES ('A6982588889','Norman Cook','n_cook4113496@aol.com','9492495569');
INSERT INTO `users` VALUES ('A1196122009','Fernando Taylor','fernando250830taylor@gmail.com','4403326781');
INSERT INTO `users` VALUES ('A8801944054','Jennifer Cote','j_cote166338@comcast.net','3122193610');
INSERT INTO `users` VALUES ('A3221152386','James Sanchez','jsanchez5860591@aol.com','4144025257');
INSERT INTO `users` VALUES ('A3126124984','Sarah Taylor','s.taylor1838094@yahoo.com','6187494649');
INSERT INTO `users` VALUES ('A3494848575','Beverly O\'Hara','b.ohara7439886@hotmail.com','7576675201');
INSERT INTO `users` VALUES ('A3100312408','Gordon Andrews','gordon_andrews5164766@aol.com','9097544625');
INSERT INTO `users` VALUES ('A3145393400','Catherine Gray','catherinegray4077371@gmail.com','8647402656');
INSERT INTO `users` VALUES ('A1897799405','Rebecca Evans','evans-rebecca3081602@gmail.com','7244505734');
INSERT INTO `users` VALUES ('A6146657084','Thomas Dominguez','thomasdominguez3361409@hotmail.com','6518416588');
INSERT INTO `users` VALUES ('A1466282058','Jean Adams','jean7883426-adams@gmail.com','6265486221');
INSERT INTO `users` VALUES ('A2597058279','Ingrid Smith','i_smith6662267@aol.com','2179740517');
INSERT INTO `users` VALUES ('A1857803660','Tyler Hahn','tyler-hahn5295404@comcast.net','5598405386');
INSERT INTO `users` VALUES ('A9363040728','Karen Ali','tiger-wolf3020528@hotmail.com','7246064959');
INSERT INTO `users` VALUES ('A9623336904','Maurice Andrews','andrewsmaurice285226@hotmail.com','7406139997');
INSERT INTO `users` VALUES ('A8916401113','Todd Miller','eagle.star765564@comcast.net','8324523778');
INSERT INTO `users` VALUES ('A1882028247','Angela Harrison','angelaharrison662262@icloud.com','8568881653');
INSERT INTO `users` VALUES ('A6001877653','Logan Costa','costa.logan2311424@icloud.com','3374739077');
INSERT INTO `users` VALUES ('A3065831170','Amber Snyder','amber-snyder4990659@outlook.com','9898540433');
INSERT INTO `users` VALUES ('A8787474718','Christian Hill','hill_christian7685387@yahoo.com','9543596950');
INSERT INTO `users` VALUES ('A4502099824','Thuy Hicks','thuy_hicks7019353@comcast.net','6073004498');
INSERT INTO `users` VALUES ('A4568979009','Diego Flores','wolf.coffee2225808@comcast.net','2137867064');
INSERT INTO `users` VALUES ('A3437551616','Fernando Lopez','fernando_lopez1061711@gmail.com','3028646270');
INSERT INTO `users` VALUES ('A9310367041','Jack Bryant','jack-bryant6600684@hotmail.com','5024107478');
INSERT INTO `users` VALUES ('A8606976148','Jason Hill','jhill2745122@yahoo.com','2258621590');
INSERT INTO `users` VALUES ('A9116944394','Randall Jones','jones.randall2038938@outlook.com','3078468452');
INSERT INTO `users` VALUES ('A9374787428','Megan Hudson','mhudson6560804@hotmail.com','7738656314');
INSERT INTO `users` VALUES ('A5643355541','Karen Lopez','k-lopez4822734@hotmail.com','6155450568');
INSERT INTO `users` VALUES ('A4220452400','Charles Brown','charles2381568brown@gmail.com','8166772721');
INSERT INTO `users` VALUES ('A5846199766','Jonathan Knapp','j_knapp850438@icloud.com','5137986405');
INSERT INTO `users` VALUES ('A9870236257','Tara Bryant','tara.bryant2307510@yahoo.com','6083627690');
INSERT INTO `users` VALUES ('A7057251745','Logan Baker','logan-baker5814056@hotmail.com','9147741433');
INSERT INTO `users` VALUES ('A5932580107','Mary Conti','maryconti1534571@aol.com','5614536604');
INSERT INTO `users` VALUES ('A3384330821','Bo Brown','b_brown7475194@comcast.net','9014641147');
INSERT INTO `users` VALUES ('A4124342574','Emily Peters','peters5103397.emily@gmail.com','8086184068');
INSERT INTO `users` VALUES ('A3193806643','Amy Byrd','byrd_amy289246@comcast.net','3198615612');
INSERT INTO `users` VALUES ('A6857886722','Elizabeth Hanson','e.hanson7975813@yahoo.com','8088577542');
INSERT INTO `users` VALUES ('A3736270076','Margaret Patel','mpatel3550863@comcast.net','6517564724');
