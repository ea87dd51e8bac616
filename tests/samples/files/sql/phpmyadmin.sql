-- phpMyAdmin SQL Dump
-- version 4.9.5
-- https://www.phpmyadmin.net/

SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";
START TRANSACTION;

--
-- Database: `shop`
--

-- --------------------------------------------------------

CREATE TABLE `customers` (
  `account` varchar(255) NOT NULL,
  `name` varchar(255) NOT NULL,
  `email` varchar(255) NOT NULL,
  `phone` varchar(255) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--
-- Dumping data for table `customers`
--

INSERT INTO `customers` (`account`, `name`, `email`, `phone`) VALUES
('A5074997072','Duane Fuller','duane-fuller2552054@hotmail.com','8503291605'),
('A7581781192','Emily Garcia','garcia4630340-emily@gmail.com','9725526295'),
('A3817012543','Jennifer Huang','jennifer-huang5212019@icloud.com','7208619152'),
('A4724862193','Joan Reilly','reillyjoan6198717@yahoo.com','6172898666'),
('A6795326010','Linda Flores','lindaflores2575855@outlook.com','6034053830'),
('A6499116931','Michael Cole','cole6926959-michael@gmail.com','5086239794'),
('A4201946212','Stephen Guerra','guerra.stephen5687918@comcast.net','2028647437'),
('A5436205353','Earl Wilson','wilson_earl6217975@outlook.com','7249568104'),
('A1447174763','Mason Rogers','rogers.mason5975526@gmail.com','7202263032'),
('A9149680572','Omar Willis','willis3313948omar@gmail.com','6517415158'),
('A8475549309','Jennifer Perry','jenniferperry4252183@yahoo.com','9798477241'),
('A6769688679','Jean Jones','jean-jones4956868@outlook.com','8124429594'),
('A8613246995','Ricky Gutierrez','gutierrez_ricky1488091@icloud.com','3079379789'),
('A1364489417','Joshua Allen','joshua_allen3714276@outlook.com','6018220967'),
('A3431835709','Jennifer Bell','jennifer.bell7637546@icloud.com','9412477728'),
('A9390021325','Omar Flores','oflores1160489@outlook.com','9017029899'),
('A3487139702','David Melton','david-melton7573755@comcast.net','3256346780'),
('A8705805105','Adam Flores','a_flores4371471@comcast.net','5406570717'),
('A5715826504','Ana Le','le_ana6361839@aol.com','6263822729'),
('A2575953439','Austin Hudson','a-hudson1875848@gmail.com','3235756667'),
('A2322766149','Alexander Griffin','alexander_griffin1992601@icloud.com','7816723443'),
('A1142098892','Mark Parks','golf-hiker2782561@outlook.com','9062999805'),
('A9400511991','Elmer Garrett','elmer.garrett7092659@comcast.net','5042123263'),
('A7583138891','Edward Hunt','hunt.edward1849367@icloud.com','8154803410'),
('A5012979643','Victor Dillard','v.dillard4314950@aol.com','6304814917'),
('A8268087291','Dana Lopez','dana_lopez3979480@icloud.com','3343250665'),
('A6065795590','William Torres','williamtorres3973630@icloud.com','3205547662'),
('A7437286292','Ellen Johnson','johnsonellen395533@comcast.net','2519484642'),
('A2164606482','Andrew Ramirez','ramirez481917andrew@gmail.com','9165650314'),
('A2212121003','Vernon Davis','vernondavis7088865@hotmail.com','6153897365'),
('A4982594611','Christina Salinas','star4971639.rocket@gmail.com','6025247981'),
('A7711090304','Chloë Crawford','chloe_crawford772473@yahoo.com','5852879043'),
('A7431327119','Christopher Miller','christophermiller7627371@aol.com','4794759427'),
('A7022040297','Roger Walker','roger3999711_walker@gmail.com','5027088327'),
('A4590940099','Jesse Hernandez','jhernandez5165894@yahoo.com','8452621434'),
('A1344517530','donna duke','wolf.wolf5659303@aol.com','5033970222'),
('A8996962962','Stephanie Hudson','s2720227.hudson@gmail.com','4232196701'),
('A1912291637','Karl Cortez','k-cortez7595923@gmail.com','4177064683'),
('A9219155889','Chester Garrett','garrett7490428chester@gmail.com','2193437362'),
('A4596983145','William Burke','w-burke1211328@aol.com','3054229478');

--
-- Indexes for table `customers`
--
ALTER TABLE `customers`
  ADD PRIMARY KEY (`account`);
COMMIT;
