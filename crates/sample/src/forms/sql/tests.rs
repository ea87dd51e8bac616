//! Dumps as the tools write them, and damaged ones.

use super::{detect, reader};
use crate::forms::testing::{Read, head, read};
use crate::{Flaw, Reject};

/// Reads a dump that is all at hand, and sees that it is read alike when it comes byte by byte.
fn dump(text: &str) -> Read {
    let whole = read(text, usize::MAX, reader(head(text)));
    for first in [0, 1, 17, text.len() / 2] {
        assert_eq!(read(text, first, reader(head(text))), whole, "first {first} of {text}");
    }
    whole
}

/// The tables of a dump, each with its name, its columns and its rows.
fn tables(text: &str) -> Vec<String> {
    let read = dump(text);
    let of = |(at, table): (usize, &crate::row::TableShape)| {
        let names = table.names.as_ref().map_or("?".to_owned(), |names| names.join(","));
        let rows: Vec<String> = read.cells(at).iter().map(|row| row.join("|")).collect();
        format!("{}({names}) {}", table.name.as_deref().unwrap_or("?"), rows.join(" / "))
    };
    read.tables.iter().enumerate().map(of).collect()
}

const MYSQLDUMP: &str = r"-- MySQL dump 10.13  Distrib 5.7.33, for Linux (x86_64)
--
-- Host: localhost    Database: shop
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;

--
-- Table structure for table `users`
--

DROP TABLE IF EXISTS `users`;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `users` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `email` varchar(255) DEFAULT NULL COMMENT 'mail; the user''s',
  `note` text,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8;

LOCK TABLES `users` WRITE;
/*!40000 ALTER TABLE `users` DISABLE KEYS */;
INSERT INTO `users` VALUES (1,'a@x.org','it\'s; \\ \n(x),(y)'),(2,NULL,''),(-3,'O''Brien',_binary 'Jo');
INSERT INTO `users` VALUES (4,'d@x.org',0x4A6F);
/*!40000 ALTER TABLE `users` ENABLE KEYS */;
UNLOCK TABLES;
DELIMITER ;;
/*!50003 CREATE*/ /*!50003 TRIGGER `t` AFTER INSERT ON `users` FOR EACH ROW BEGIN
INSERT INTO `log` VALUES (1,'x');
END */;;
DELIMITER ;
CREATE TABLE `b` (`x` int);
INSERT INTO `b` VALUES (7);
INSERT INTO `users` VALUES (5,'e','f');
-- Dump completed on 2021-08-14
";

#[test]
fn dumps_of_mysql() {
    assert_eq!(
        tables(MYSQLDUMP),
        [
            "users(id,email,note) 1|a@x.org|it's; \\ \n(x),(y) / 2|| / -3|O'Brien|Jo / 4|d@x.org|Jo / 5|e|f",
            "b(x) 7"
        ]
    );
    let read = dump(MYSQLDUMP);
    assert_eq!((read.counts.read, read.counts.comments, read.counts.blank), (6, 7, 3));
    assert_eq!(detect(head(MYSQLDUMP)), 0.97);
}

#[test]
fn dumps_of_phpmyadmin_and_others_like_it() {
    let text = "-- phpMyAdmin SQL Dump\n\nSET SQL_MODE = \"NO_AUTO_VALUE_ON_ZERO\";\nINSERT INTO `users` (`id`, `e mail`) VALUES\n(1, 'a@x.org'),\n\t(2, \"b\\\"b\"),\n(3, now());\n\nREPLACE INTO `users` (`id`, `e mail`) VALUES (4, 'd') ON DUPLICATE KEY UPDATE `id`=VALUES(`id`);\nINSERT IGNORE INTO `users` (`id`) VALUES\n\t(5) -- last\n;\nINSERT INTO t SET a=1, `b` = 'x;y', c=NULL ON DUPLICATE KEY UPDATE a=2;\nREPLACE INTO r VALUES ROW(1,2), ROW(3,4);\nUPDATE `users` SET x='(1,2),(3,4);' WHERE id=1;\nLOAD DATA INFILE 'x' INTO TABLE t;\nINSERT INTO t SELECT * FROM u WHERE a = ';';\n";
    assert_eq!(
        tables(text),
        [
            "users(id,e mail) 1|a@x.org / 2|b\"b / 3|now() / 4|d",
            "users(id) 5",
            "t(a,b,c) 1|x;y|",
            "r(?) 1|2 / 3|4",
        ]
    );
}

const PG_DUMP: &str = "--\n-- PostgreSQL database dump\n--\n\nSET standard_conforming_strings = on;\nSELECT pg_catalog.set_config('search_path', '', false);\n\nCREATE FUNCTION public.f() RETURNS void\n    LANGUAGE plpgsql\n    AS $$\nBEGIN\nINSERT INTO log VALUES (1, 'it');\nEND;\n$$;\n\nCREATE TABLE public.users (\n    id integer NOT NULL,\n    email character varying(255),\n    note text\n);\n\nCOPY public.users (id, email, note) FROM stdin;\n1\ta@x.org\t\\N\n2\tb\\tb\tline\\none\\\\two \\x41\\101\n3\tc\t\n\\.\n\n\nCOPY public.one FROM stdin;\n\n\\.\n\nSELECT pg_catalog.setval('public.users_id_seq', 3, true);\n";

#[test]
fn dumps_of_postgresql() {
    assert_eq!(
        tables(PG_DUMP),
        ["users(id,email,note) 1|a@x.org| / 2|b\tb|line\none\\two AA / 3|c|",]
    );
    assert_eq!(detect(head(PG_DUMP)), 0.97);
    let inserts = "SET standard_conforming_strings = on;\nCREATE TABLE public.users (\n    id integer NOT NULL,\n    path text\n);\nINSERT INTO public.users VALUES (1, 'C:\\dir\\');\nINSERT INTO public.users (id, path) VALUES (2, E'a\\'b\\\\c'), (3, 'two\nlines; '' (1,2)');\nINSERT INTO public.users OVERRIDING SYSTEM VALUE VALUES (4, '{\"a\": [1]}'::jsonb);\nINSERT INTO public.users VALUES (5, ARRAY['x','y']::text[]), (true, $q$it's$q$), (NULL::text, 12.50::numeric) ON CONFLICT DO NOTHING;\n";
    assert_eq!(
        tables(inserts),
        ["users(id,path) 1|C:\\dir\\ / 2|a'b\\c / 3|two\nlines; ' (1,2) / 4|{\"a\": [1]} / 5|x / true|it's / |12.50"]
    );
}

#[test]
fn copies_in_csv() {
    let text = "COPY t (a, b) FROM stdin WITH (FORMAT csv, HEADER, DELIMITER ';');\na;b\n1;\"x;\"\"y\"\"\nz\"\n2;\n\\.\nCOPY t (a, b) FROM stdin DELIMITER '|' NULL 'nil';\n1|nil\n";
    assert_eq!(tables(text), ["t(a,b) 1|x;\"y\"\nz / 2| / 1|"]);
}

#[test]
fn dumps_of_sqlite() {
    let text = "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE IF NOT EXISTS \"users\" (id INTEGER PRIMARY KEY, email TEXT, path TEXT);\nINSERT INTO users VALUES(1,'O''Brien','C:\\');\nINSERT INTO users VALUES(2,replace('a\\nb','\\n',char(10)),X'4a6f');\nINSERT INTO users VALUES(3,unistr('a\\u000ab'),X'00ff');\nCREATE TRIGGER x AFTER INSERT ON users BEGIN\nINSERT INTO log VALUES(1);\nSELECT CASE WHEN 1 THEN 2 END;\nINSERT INTO log VALUES(2);\nEND;\nINSERT INTO \"users\" VALUES(4,NULL,1.5e3);\nCOMMIT;\n";
    assert_eq!(
        tables(text),
        ["users(id,email,path) 1|O'Brien|C:\\ / 2|a\nb|Jo / 3|a\nb|00ff / 4||1.5e3"]
    );
}

#[test]
fn scripts_of_sql_server() {
    let text = "USE [shop]\nGO\n/****** Object:  Table [dbo].[Users]    Script Date: 1/1/2020 ******/\nSET ANSI_NULLS ON\nGO\nCREATE TABLE [dbo].[Users](\n\t[Id] [int] IDENTITY(1,1) NOT NULL,\n\t[Mail] [nvarchar](50) NULL,\n\t[At] [datetime] NULL,\n CONSTRAINT [PK] PRIMARY KEY CLUSTERED ([Id] ASC)\n) ON [PRIMARY]\nGO\nSET IDENTITY_INSERT [dbo].[Users] ON \n\nINSERT [dbo].[Users] ([Id], [Mail], [At]) VALUES (1, N'a''b@x.org', CAST(N'2019-05-01T10:00:00.000' AS DateTime))\nINSERT [dbo].[Users] ([Id], [Mail], [At]) VALUES (CAST(12.50 AS Decimal(18, 2)), NULL, CONVERT(datetime, '2020-01-01', 121))\nGO\nINSERT [dbo].[Users] ([Id], [Mail], [At]) VALUES (3, N'C:\\', 0x0000A5B000000000)\nGO\nCREATE PROCEDURE [dbo].[p] AS\nINSERT INTO log VALUES (1);\nINSERT INTO log VALUES (2);\nGO\n";
    assert_eq!(
        tables(text),
        ["Users(Id,Mail,At) 1|a'b@x.org|2019-05-01T10:00:00.000 / 12.50||2020-01-01 / 3|C:\\|0x0000A5B000000000"]
    );
    assert_eq!(detect(head(text)), 0.95);
}

#[test]
fn scripts_of_oracle() {
    let text = "REM INSERTING into USERS\nSET DEFINE OFF;\nInsert into USERS (ID,NAME,BORN) values (1,'O''Brien',to_date('01-JAN-80','DD-MON-RR'));\nInsert into USERS (ID,NAME,BORN) values (2,'a' || chr(10) || 'b',DATE '1980-01-02');\nInsert into USERS (ID,NAME,BORN) values (3,q'[it's]',null);\nINSERT ALL\n INTO USERS (ID,NAME,BORN) VALUES (4,'x',TO_CLOB('y') || TO_CLOB('z'))\nSELECT * FROM dual;\n";
    assert_eq!(
        tables(text),
        ["USERS(ID,NAME,BORN) 1|O'Brien|01-JAN-80 / 2|a\nb|1980-01-02 / 3|it's| / 4|x|yz"]
    );
}

#[test]
fn rows_without_statements() {
    let text =
        "Use it, don't share it!\n\n,'x','y'),\n(1,'a@x.org','A'),\n(2,'b@x.org',NULL),\n(3,'c@x.org','C'),(4,'d','D'";
    let read = dump(text);
    assert_eq!(
        read.cells(0),
        [["1", "a@x.org", "A"], ["2", "b@x.org", ""], ["3", "c@x.org", "C"]]
    );
    assert_eq!(read.counts.comments, 1);
    assert_eq!(read.counts.rejected(Reject::Malformed), 1);
    assert_eq!(read.counts.rejected(Reject::CutOff), 1);
    assert_eq!(detect(head("(1,'a'),\n(2,'b'),\n")), 0.7);
}

#[test]
fn words_before_the_rows_stop_nothing() {
    let words = "Selling the whole base, don't ask. Contact: x@y.example\n".repeat(8);
    let text =
        format!("{words}INSERT INTO t VALUES (1,'a@x.org'),(2,'b@x.org');\nINSERT INTO t VALUES (3,'c@x.org');\n");
    assert_eq!(dump(&text).counts.accepted(), 3);
    assert_eq!(detect(head(&text)), 0.6);
    let text = format!("{words}INSERT INTO t VALUES {};\n", ["(1,'a@x.org')"; 100].join(","));
    assert_eq!(detect(head(&text)), 0.95);
}

#[test]
fn damage_costs_the_row_that_has_it() {
    let cases = [
        ("INSERT INTO t VALUES (1,'a'),(2,'O'Brien'),(3,'c');", 2, 1),
        (
            "INSERT INTO t VALUES (1,'a'),(2,'b),(3,'c');\nINSERT INTO t VALUES (4,'d');\n",
            3,
            1,
        ),
        ("INSERT INTO t VALUES\n(1,'a'),\n(2,'b\n(3,'c'),\n(4,'d');\n", 3, 1),
        (
            "INSERT INTO t VALUES (1,'a'),(2,'b\nINSERT INTO t VALUES (3,'c');\n",
            2,
            1,
        ),
        ("INSERT INTO t VALUES (1,'a'),(2,),(3,'c');", 2, 1),
        ("INSERT INTO t VALUES (1,'a'),(2,'b','c'),(3),(4,'d');", 2, 2),
        ("INSERT INTO t VALUES (1,'a') (2,'b')\n(3,'c');", 3, 0),
        ("INSERT INTO t VALUES (1,'a'),(2,'b", 1, 1),
        ("INSERT INTO t VALUES (1,'a'),(2,'b'", 1, 1),
        ("INSERT INTO t VALUES (1,'a'),(2,'b')", 2, 0),
        ("INSERT INTO t VALUES (1,'a'),", 1, 0),
        (
            "INSERT INTO t VALUES (1,'a'); garbage\nINSERT INTO t VALUES (2,'b');",
            2,
            0,
        ),
        (
            "COPY t (a, b) FROM stdin;\n1\ta\n2\n3\tb\tc\n4\td\nINSERT INTO t (a, b) VALUES (5,'e');\n",
            3,
            2,
        ),
    ];
    for (text, accepted, rejected) in cases {
        let counts = dump(text).counts;
        assert_eq!(
            (counts.accepted(), counts.read - counts.accepted()),
            (accepted, rejected),
            "{text}"
        );
    }
}

#[test]
fn the_reason_is_told() {
    let reason = |text: &str| dump(text).counts.rejects().collect::<Vec<_>>();
    assert_eq!(reason("INSERT INTO t VALUES (1,'a'),(2,'b"), [(Reject::CutOff, 1)]);
    assert_eq!(
        reason("INSERT INTO t (a,b) VALUES (1),(2,'b')"),
        [(Reject::TooFewFields, 1)]
    );
    assert_eq!(
        reason("INSERT INTO t (a) VALUES (1,2),(2)"),
        [(Reject::TooManyFields, 1)]
    );
    assert_eq!(
        reason("INSERT INTO t (a) VALUES ('a'b'),('c')"),
        [(Reject::Malformed, 1)]
    );
    let long = format!("INSERT INTO t VALUES (1,'{}'),(2,'b');", "x;(y".repeat(4_200_000));
    let counts = read(&long, 100, reader(head(&long))).counts;
    assert_eq!((counts.rejected(Reject::TooLong), counts.accepted()), (1, 1));
    let flawed = dump("INSERT INTO t VALUES ('a\u{FFFD}'),('b');").counts;
    assert_eq!(flawed.flawed(Flaw::BadEncoding), 1);
}

#[test]
fn rows_that_agree_against_the_declaration_are_a_table() {
    let text = "CREATE TABLE t (a int, b int);\nINSERT INTO t VALUES (1,2,3),(4,5,6),(7,8,9),(10,11,12);\n";
    assert_eq!(tables(text), ["t(a,b) ", "t(?) 7|8|9 / 10|11|12"]);
}

#[test]
fn chunks_change_nothing() {
    let mut text = String::new();
    for at in 0..9 * 1_300 {
        let blanks = " ".repeat(at % 11);
        text += &match at % 9 {
            0 => format!("INSERT INTO `t` VALUES ({at},'it''s é'),{blanks}\n({at},NULL);{blanks}\n"),
            1 => format!("CREATE TABLE `u{}` (`a` int, `b` text); -- x\n", at % 5),
            2 => format!("insert into u1 (b, a) values ('{}', {at})\n", "long ".repeat(at % 200)),
            3 => format!("COPY c (a, b) FROM stdin;\n{at}\t\\N\nx\t{blanks}\n\\.\n"),
            4 => format!("/*!40101 SET x = '{at}' */;{blanks}\n/* it's */\n"),
            5 => format!("UPDATE t SET a = 'it;{blanks}\n(1,2)';\n# {blanks}\n"),
            6 => format!("INSERT INTO t VALUES ({at},'O'Brien'),({at},'b'),({at},'c\n"),
            7 => format!("INSERT INTO t SET a = {at}, b = '{blanks}';\n\n"),
            _ => format!("CREATE FUNCTION f() AS $f$ BEGIN; INSERT INTO t VALUES (1,'{blanks}'); $f$;\n"),
        };
    }
    let text = text.replace("\n", "\r\n");
    let whole = read(&text, usize::MAX, reader(head(&text)));
    assert_eq!(whole.counts.rejected(Reject::Malformed), 2 * 1_300);
    assert_eq!(whole.counts.accepted(), 7 * 1_300);
    for first in [0, 100_001, 300_000] {
        assert!(read(&text, first, reader(head(&text))) == whole, "first {first}");
    }
}

#[test]
fn other_texts_are_none() {
    let texts = [
        "id,comment\n1,insert into t values (1)\n2,\"see\nINSERT INTO t VALUES (1);\nthere\"\n3,x\n4,y\n5,a longer comment\n",
        "name,phone\nAnn,(212) 555 0123\nBob,(212) 555 0124\n",
        "(212) 555-0123\n(212) 555-0124\n",
        "ann@x.org:x\ninsert into:x\n",
        "{\"sql\": \"INSERT INTO t VALUES (1)\"}\n",
        "Insert your name here\nSet of users\n",
        "",
    ];
    for text in texts {
        assert_eq!(detect(head(text)), 0.0, "{text}");
    }
}

mod laws {
    use proptest::prelude::*;

    use super::*;

    /// Texts that are rich in what decides.
    fn messy() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            3 => "[a-z0-9]{1,4}",
            6 => prop::sample::select(vec!["(", ")", ",", "'", "\n", ";", " ", "),(", "'),\n('", "('", "1"]).prop_map(str::to_owned),
            2 => prop::sample::select(vec![
                "INSERT INTO t VALUES ", "\nINSERT INTO t (a,b) VALUES (1,'x'),", "CREATE TABLE t (a int, b text);",
                "COPY t (a,b) FROM stdin;\n", "\n\\.\n", "\t", "\\", "\\'", "''", "\"", "--", "/*", "*/", "/*!", "#", "$$",
                "$a$", "N'", "E'", "0x41", "x'", "q'[", "\nGO\n", "DELIMITER ;;\n", "CREATE TRIGGER t BEGIN ", "END;",
                "CAST(", " AS int)", "::", "||", "[", "]", "`", "é", "\u{FFFD}", "INSERT INTO t SET a=1, b=", "ON ",
                "UPDATE ", "NULL", "\r\n",
            ]).prop_map(str::to_owned),
        ];
        prop::collection::vec(piece, 0..300).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_however_it_comes(text in messy(), first in 0usize..1_200) {
            let share = detect(head(&text));
            prop_assert!((0.0..=1.0).contains(&share));
            let whole = read(&text, usize::MAX, reader(head(&text)));
            prop_assert_eq!(read(&text, first, reader(head(&text))), whole);
        }

        #[test]
        fn any_characters_are_read(text in any::<String>(), first in 0usize..20) {
            let text = format!("INSERT INTO t VALUES ('{text}');\n{text}");
            let whole = read(&text, usize::MAX, reader(head(&text)));
            prop_assert_eq!(read(&text, first, reader(head(&text))), whole);
        }

        #[test]
        fn what_mysql_writes_is_read_back(rows in prop::collection::vec(prop::collection::vec(any::<String>(), 3), 1..5)) {
            let quote = |cell: &String| {
                let escaped = cell.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n").replace('\0', "\\0");
                format!("'{}'", escaped.replace('\r', "\\r"))
            };
            let tuple = |row: &Vec<String>| format!("({})", row.iter().map(quote).collect::<Vec<_>>().join(","));
            let tuples = rows.iter().map(tuple).collect::<Vec<_>>().join(",");
            let text = format!("-- MySQL dump\nINSERT INTO `t` VALUES {tuples};\n");
            let read = read(&text, usize::MAX, reader(head(&text)));
            prop_assert_eq!(read.cells(0), rows);
        }

        #[test]
        fn what_the_standard_says_is_read_back(rows in prop::collection::vec(prop::collection::vec("[^\r]{0,30}", 3), 1..5)) {
            let quote = |cell: &String| format!("'{}'", cell.replace('\'', "''"));
            let tuple = |row: &Vec<String>| format!("({})", row.iter().map(quote).collect::<Vec<_>>().join(", "));
            let insert = |row: &Vec<String>| format!("INSERT INTO public.t VALUES {};\n", tuple(row));
            let text: String = rows.iter().map(insert).collect();
            let text = format!("SET standard_conforming_strings = on;\n{text}");
            let read = read(&text, usize::MAX, reader(head(&text)));
            prop_assert_eq!(read.cells(0), rows);
        }

        #[test]
        fn what_copy_writes_is_read_back(rows in prop::collection::vec(prop::collection::vec(any::<String>(), 3), 1..5)) {
            let escape = |cell: &String| {
                cell.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
            };
            let line = |row: &Vec<String>| row.iter().map(escape).collect::<Vec<_>>().join("\t") + "\n";
            let lines: String = rows.iter().map(line).collect();
            let text = format!("COPY public.t (a, b, c) FROM stdin;\n{lines}\\.\n");
            let read = read(&text, usize::MAX, reader(head(&text)));
            prop_assert_eq!(read.cells(0), rows);
        }
    }
}
