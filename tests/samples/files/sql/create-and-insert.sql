CREATE TABLE `customers` (
  `name` varchar(255) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `phone` varchar(255) DEFAULT NULL,
  `zip` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `customers` VALUES ('Lee Patton','lee6914607_patton@gmail.com','6109171929','18159');
INSERT INTO `customers` VALUES ('Kevin Russell','kevin_russell5198427@comcast.net','7156339529','54754');
INSERT INTO `customers` VALUES ('Kathleen Ruiz','ruiz.kathleen4906128@gmail.com','6107785579','18107');
INSERT INTO `customers` VALUES ('Olivia Taylor','oliviataylor6993244@gmail.com','9185440230','74145');
INSERT INTO `customers` VALUES ('Mary Porter','mary-porter5050803@yahoo.com','6166132285','49506');
INSERT INTO `customers` VALUES ('Chloë Jones','joneschloe6523656@comcast.net','4322566003','79759');
INSERT INTO `customers` VALUES ('Alberto Taylor','ocean.river1531615@yahoo.com','9037089652','75746');
INSERT INTO `customers` VALUES ('Martha Jones','martha.jones3656661@yahoo.com','3034998561','80208');
INSERT INTO `customers` VALUES ('Michael Williams','coffeerocket5289620@comcast.net','9706703086','80526');
INSERT INTO `customers` VALUES ('Theodore Smith-Johnson','t-smith1348448@comcast.net','8583057875','91916');
INSERT INTO `customers` VALUES ('Jamal Wright','jamal-wright6482573@outlook.com','3372863990','70540');
INSERT INTO `customers` VALUES ('James Nava','nava_james4829102@yahoo.com','4327053140','79710');
INSERT INTO `customers` VALUES ('William Bullock','bullock7513058_william@gmail.com','7408706006','45711');
INSERT INTO `customers` VALUES ('William Phillips','williamphillips5121067@comcast.net','5736124323','65249');
INSERT INTO `customers` VALUES ('Kimberly Shaw','shaw.kimberly1820465@gmail.com','7062772118','92220');
INSERT INTO `customers` VALUES ('Helen Stevens','stevens_helen580834@aol.com','3079157427','82032');
INSERT INTO `customers` VALUES ('Dorothy Mills','dorothy-mills7769170@gmail.com','2138725299','90045');
INSERT INTO `customers` VALUES ('Nathan Miller','nathan-miller4408584@comcast.net','2516930115','36622');
INSERT INTO `customers` VALUES ('Paul Merritt','merritt-paul7463766@yahoo.com','4134372253','01105');
INSERT INTO `customers` VALUES ('Jessica González','jessicagonzalez7226029@outlook.com','4104322066','21252');
INSERT INTO `customers` VALUES ('Sharon Taylor','sharon.taylor6506000@hotmail.com','2164081616','44141');
INSERT INTO `customers` VALUES ('Stephanie Schneider','stephanie58108-schneider@gmail.com','4102556763','21236');
INSERT INTO `customers` VALUES ('William Newman','william-newman4148927@hotmail.com','8059603424','93112');
INSERT INTO `customers` VALUES ('Ian Manning','manning2447084.ian@gmail.com','6362920338','63330');
INSERT INTO `customers` VALUES ('Patricia Navarro','navarropatricia6514388@hotmail.com','7865486366','33120');
INSERT INTO `customers` VALUES ('Hiroshi Cole','h-cole3897724@hotmail.com','6174512664','02110');
INSERT INTO `customers` VALUES ('Isaac Acosta','pixel-star426436@outlook.com','6123635822','55439');
INSERT INTO `customers` VALUES ('Marvin Gutierrez','marvin_gutierrez6181936@hotmail.com','3165425161','67257');
INSERT INTO `customers` VALUES ('Benjamin Wright','benjamin.wright4703937@outlook.com','8582929139','91946');
INSERT INTO `customers` VALUES ('Travis Morgan','morgan3058100_travis@gmail.com','8126057741','47748');
INSERT INTO `customers` VALUES ('Richard Hudson','golf-maple449303@aol.com','4146180872','53237');
INSERT INTO `customers` VALUES ('Emma Thomas','e-thomas941868@hotmail.com','6038512834','03115');
INSERT INTO `customers` VALUES ('Kenneth Garcia','k_garcia954981@outlook.com','4099727862','77738');
INSERT INTO `customers` VALUES ('Teresa Jensen-Gordon','tjensen4130284@outlook.com','6168687308','49549');
INSERT INTO `customers` VALUES ('Denise Campbell','campbell-denise1446855@outlook.com','8088693628','96838');
INSERT INTO `customers` VALUES ('Mary Hoffman','mary_hoffman1363300@hotmail.com','4108915602','21252');
INSERT INTO `customers` VALUES ('Jeremy Ortega','j_ortega7018704@yahoo.com','8062952637','79415');
INSERT INTO `customers` VALUES ('Christine Rodriguez','christine-rodriguez4793371@comcast.net','4019028194','02932');
INSERT INTO `customers` VALUES ('Robert Bryant','lucky.baker3516511@outlook.com','8069417117','79458');
INSERT INTO `customers` VALUES ('Edward Taylor','e-taylor4231272@hotmail.com','5636567489','52828');
