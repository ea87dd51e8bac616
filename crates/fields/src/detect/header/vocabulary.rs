//! Headers in ASCII: of languages in Latin script, without their marks, and of those whose spelling in it is usual.

use crate::Kind;

/// Headers by kind, with the confidence that a column under it holds that kind; none where a header says nothing and
/// content alone decides. The letters of a header run together, in ASCII lower case.
///
/// What is in here may be printed, so that no word of it may be somebody's value: no names of people, no codes
/// of states.
pub(super) static VOCABULARY: &[(Kind, f64, &str)] = &[
    (
        Kind::Ssn,
        0.97,
        "ssn ssnno ssnnumber ssnnum ssnbr ssnid social socialno socialsecurity socialsecurityno \
         socialsecuritynumber socialsecuritynum socialsecnumber socialsec socsec socsecno socialnumber ss \
         ssno ssnum ssnumber usssn fullssn ssnfull ssntin ssnitin",
    ),
    (
        Kind::Ssn,
        0.6,
        "taxid taxpayerid taxno taxidno taxidnumber tin itin numerosegurosocial segurosocial nss",
    ),
    (
        Kind::Phone,
        0.95,
        "phone phoneno phonenumber phonenum phonenbr telephone telephoneno telephonenumber tel telno \
         telnumber mobile mobileno mobilenumber mobilephone cell cellno cellphone cellnumber cellphoneno \
         msisdn homephone workphone dayphone eveningphone phonehome phonework phonemobile phonecell ph phno \
         contactno contactnumber contactphone ctn mdn btn faxno fax faxnumber landline \
         telefono telefonos numerotelefono telefonomovil movil celular numerodetelefono numerocelular \
         telefone telefonecelular numerotelefone telemovel \
         telephonenumero numerodetelephone telephoneportable portable numtel numerotelephone mobilephonenumber \
         telefon telefonnummer handy handynummer mobilnummer mobiltelefon rufnummer telefonnr telnr festnetz \
         cellulare numeroditelefono numerotelefonico numerocellulare recapitotelefonico \
         telefoonnummer telefoon mobielnummer mobiel gsm telefoonnr \
         numertelefonu telefonkomorkowy komorka nrtelefonu nrtel \
         nomertelefona mobilnyy mobilnyi mobilnyytelefon sotovyy",
    ),
    (
        Kind::Email,
        0.97,
        "email emailaddress emailaddr emailid emails mail mailaddress eaddress emailadress emailadr \
         correo correoelectronico direccioncorreo direcciondecorreo direccioncorreoelectronico \
         emailcliente enderecoemail correioeletronico adresseemail adressemail courriel adresseelectronique \
         adresseemail mailadresse emailadresse epost indirizzoemail postaelettronica emailadres \
         adresemail adrespocztyelektronicznej pochta elektronnayapochta elpochta imeyl",
    ),
    (
        Kind::Imei,
        0.97,
        "imei imeino imeinumber imeinum deviceimei imei1 imeisv handsetimei phoneimei imeimeid",
    ),
    (Kind::Imsi, 0.97, "imsi imsino imsinumber simimsi"),
    (
        Kind::Iccid,
        0.97,
        "iccid iccidno iccidnumber simno simnumber simserial simserialnumber simcard simcardno \
         simcardnumber icc simid simiccid sim",
    ),
    (
        Kind::Account,
        0.95,
        "account acct accountno accountnumber accountnum accountnbr accountid acctno acctnumber acctnum \
         acctnbr acctid ban billingaccount billingaccountnumber billingaccountno custacct accno accnum \
         accountref",
    ),
    (
        Kind::Account,
        0.85,
        "customerid customerno customernumber customernum custid custno custnumber custnum customercode \
         customerref clientid clientno clientnumber clientcode memberid memberno membernumber subscriberid \
         subscriberno subscribernumber policyno policynumber membershipnumber membershipno \
         numerocuenta numerodecuenta cuenta numerocliente idcliente numerodecliente codigocliente \
         numerodaconta conta codigodocliente numeroconta numeroclient idclient numerocompte numerodecompte \
         compte codeclient kundennummer kundennr kontonummer kontonr kunde kundenid vertragsnummer \
         codicecliente numeroconto conto klantnummer klantnr rekeningnummer klantid numerklienta \
         numerkonta idklienta nrklienta nomerscheta litsevoyschet idklienta nomerklienta",
    ),
    (Kind::Account, 0.45, "id userid uid personid recordid externalid"),
    (
        Kind::Licence,
        0.95,
        "licence license licenceno licenseno licencenumber licensenumber licencenum licensenum dl dlno \
         dlnumber dlnum driverslicense driverslicence driverlicense driverlicence driverslicenseno \
         driverslicensenumber driverlicensenumber driverlicenseno driverslicencenumber driverlicencenumber \
         driverslic driverlic driverlicno dlid dln drivinglicence drivinglicense drivinglicencenumber \
         drivinglicenseno licenciadeconducir licenciaconducir numerolicencia cnh carteirademotorista \
         permisdeconduire numeropermis fuhrerschein fuhrerscheinnummer patente numeropatente rijbewijs \
         rijbewijsnummer prawojazdy voditelskoeudostoverenie",
    ),
    (
        Kind::Card,
        0.93,
        "card cardno cardnumber cardnum cc ccno ccnumber ccnum pan creditcard creditcardno \
         creditcardnumber creditcardnum debitcard debitcardnumber paymentcard paymentcardnumber cardpan \
         tarjeta numerotarjeta numerodetarjeta tarjetadecredito cartao numerocartao numerodocartao \
         cartaodecredito cartebancaire numerocarte numerodecarte kreditkarte kreditkartennummer \
         kartennummer cartadicredito numerocarta creditcardnummer kaartnummer numerkarty nomerkarty",
    ),
    (
        Kind::Passport,
        0.95,
        "passport passportno passportnumber passportnum passportid ppno pasaporte numeropasaporte \
         numerodepasaporte passaporte numeropassaporte passeport numeropasseport numerodepasseport \
         reisepass reisepassnummer passnummer passaporto numeropassaporto paspoort paspoortnummer \
         numerpaszportu paszport pasport nomerpasporta",
    ),
    (
        Kind::Username,
        0.9,
        "username user login loginname loginid userlogin handle nickname nick screenname accountname \
         usuario nombreusuario nombredeusuario nomedeusuario utilisateur nomutilisateur identifiant \
         benutzer benutzername anmeldename nomeutente utente gebruiker gebruikersnaam uzytkownik \
         nazwauzytkownika logowanie logins polzovatel imyapolzovatelya",
    ),
    (
        Kind::GivenName,
        0.95,
        "firstname fname given givenname givennames forename forenames first firstnm namefirst namegiven \
         fstname nombre nombres primernombre primeironome prenom prenoms vorname vornamen rufname \
         voornaam voornamen imie imiona imya primonome nomedibattesimo",
    ),
    (
        Kind::Surname,
        0.95,
        "lastname lname surname surnames familyname last lastnm namelast namefamily secondname lstname \
         apellido apellidos primerapellido segundoapellido apellidopaterno apellidomaterno sobrenome \
         ultimonome apelido nomdefamille nachname familienname zuname cognome achternaam familienaam \
         nazwisko familiya familia",
    ),
    (
        Kind::Name,
        0.93,
        "fullname customername custname clientname membername subscribername personname accountholder \
         accountholdername cardholder cardholdername holdername contactname completename displayname \
         namefull realname patientname employeename nombrecompleto nombreyapellido nombreyapellidos \
         nomecompleto nomcomplet nomprenom nometprenom vollstandigername vorundnachname kundenname \
         nomecognome nomeecognome volledigenaam imieinazwisko imienazwisko fio polnoeimya famimya",
    ),
    (Kind::Name, 0.7, "name names nom nome naam nazwa persona person"),
    (
        Kind::Dob,
        0.97,
        "dob dateofbirth birthdate birthday bday birth birthdt dobirth dtbirth dateob bdate borndate born \
         fechanacimiento fechadenacimiento nacimiento datanascimento datadenascimento nascimento \
         datenaissance datedenaissance naissance geburtsdatum geburtstag gebdatum gebdat datanascita \
         datadinascita nascita geboortedatum geboorte dataurodzenia dataurodz urodzenia datarozhdeniya \
         denrozhdeniya",
    ),
    (
        Kind::Address,
        0.93,
        "address addr streetaddress street addressline line addressstreet streetaddr homeaddress \
         billingaddress mailingaddress residentialaddress addressfull fulladdress streetname postaladdress \
         addrline serviceaddress shippingaddress direccion direccioncompleta domicilio calle endereco \
         morada rua logradouro adresse rue adressepostale adresscomplete strasse strassehausnummer \
         anschrift wohnadresse indirizzo via indirizzoresidenza adres straat straatnaam ulica adresulica \
         adreszamieszkania ulitsa",
    ),
    (
        Kind::City,
        0.93,
        "city town cityname citytown towncity municipality locality ciudad localidad municipio poblacion \
         cidade ville commune stadt ort wohnort citta comune stad woonplaats plaats miasto miejscowosc \
         gorod addresscity",
    ),
    (
        Kind::State,
        0.8,
        "state statecode stateprovince stateprov province prov region st stateabbr stateabbrev usstate \
         stateregion addressstate estado provincia departamento uf etat bundesland regione provincie \
         wojewodztwo oblast residencestate statename",
    ),
    (
        Kind::Postcode,
        0.95,
        "zip zipcode zip4 zip5 zipplus4 postalcode postcode postal pcode zippostal zippostalcode \
         postalzip codigopostal cp cep codpostal codepostal plz postleitzahl cap codiceavviamentopostale \
         kodpocztowy pochtovyyindeks indeks zipcd addresszip",
    ),
    (
        Kind::Ip,
        0.95,
        "ip ipaddress ipaddr lastip ipv4 ipv6 clientip userip loginip lastloginip signupip regip \
         registrationip remoteip remoteaddr ipv4address sourceip direccionip enderecoip adresseip \
         ipadresse indirizzoip ipadres adresip ipadres",
    ),
    (
        Kind::Opaque,
        0.9,
        "date time timestamp signupdate signup createdat created createddate creationdate updatedat \
         updated modified registered registrationdate regdate joindate joined activationdate activated \
         startdate enddate expirydate expirationdate lastlogin lastseen lastupdate lastupdated \
         plan planname plantype tariff tariffplan product productname productid service servicetype \
         package bundle status orderstate accountstatus accounttype customertype type \
         category segment tier level score gender sex salutation prefix suffix middlename middle mi \
         mname middleinitial initials age language lang locale currency amount balance price total \
         credit creditlimit creditscore income country countrycode nation nationality county company \
         companyname employer organisation organization jobtitle occupation department password pass \
         passwd pwd passwordhash hash salt token pin securitypin useragent browser device devicemodel \
         devicetype model make brand os carrier network operator provider url website link notes note \
         comment comments description remarks active enabled verified deleted flag optin subscribed \
         addressline2 address2 addr2 street2 apt aptno unit unitno apartment suite latitude longitude \
         lat lon lng timezone tz source channel campaign store dealer dealercode row rowid rownumber \
         index no nr seq sequence key guid uuid ipcountry eventname filename hostname domain planid \
         orderid orderno ordernumber invoice invoiceno invoicenumber transactionid",
    ),
    (
        Kind::Address,
        0.93,
        "address1 addressline1 addr1 staddr direccionenvio strasseundhausnummer indirizzodiresidenza acikadres \
         adress gatuadress gateadresse vejnavn osoite katuosoite adresa ulice lakcim utca strada alamat \
         alamatrumah street1 streetline1 streetname1 addresses addressstreetaddress addresslineone line1 \
         thoroughfare postaddress postofficeaddress registeredaddress permanentaddress presentaddress",
    ),
    (
        Kind::Opaque,
        0.9,
        "customersince createdon createdts timestampms isactive emailverified md5 sha1 sha256 hashedpassword \
         encryptedpassword userpassword passworddigest plainpassword profileurl homepage countryname geolat count \
         orderscount logincount lines batch group psw crtdt upddt ts gndr coname org contrasena clave \
         fechadecreacion fecharegistro ultimaconexion sitioweb paginaweb sexo genero pais empresa senha \
         palavrapasse datadecriacao criadoem datadecadastro motdepasse mdp datedecreation creele datedinscription \
         siteweb sexe genre civilite pays entreprise societe passwort kennwort erstelltam anlagedatum \
         registrierungsdatum webseite geschlecht anrede firma unternehmen paroladordine datadicreazione \
         dataregistrazione sesso genere azienda ragionesociale wachtwoord aangemaaktop registratiedatum geslacht \
         bedrijf bedrijfsnaam haslo datautworzenia datarejestracji plec kraj sifre parola olusturmatarihi \
         kayittarihi cinsiyet losenord skapad registreringsdatum passord kjonn adgangskode kodeord salasana \
         sukupuoli heslo datumvytvoreni pohlavi jelszo letrehozva orszag datacrearii katasandi tanggaldibuat \
         jeniskelamin katalaluan jantina createdby datecreated dateadded dateupdated modifiedat modifiedon \
         lastmodified updatedon lastloginat lastlogindate lastvisit lastactivity registeredat registeredon \
         dateregistered signupat signedupat membersince since loginat timestampts unixtime epoch ctime mtime \
         addedon insertedat deletedat expiresat expires expirydt validfrom validto isverified isadmin isdeleted \
         emailconfirmed passwordhashed passwordmd5 passwordsha1 passhash pwdhash pwhash passworddigests \
         passwordplain passwordsalt sha512 ntlm ntlmhash bcrypt digest apikey accesstoken refreshtoken sessionid \
         sessiontoken secret secretquestion secretanswer securityquestion securityanswer otp referrer referer \
         imageurl avatar avatarurl photo photourl picture webpage site geolng geolon georegion coordinates \
         ordercount orders visits points role roles permissions groupid groups bio about position jobposition \
         roleid loyaltypoints marital maritalstatus education religion ethnicity shoesize height weight ordernum \
         trackingnumber sku userrole usertype useragentstring platform osversion appversion version \
         macaddress plate licenseplate vin ssid linkedin facebook twitter instagram skype telegram \
         whatsappstatus secondaryaddress countryiso iso iso2 iso3 currencycode titleid honorific salute self href \
         rel rownum recno lineno entryid",
    ),
    (
        Kind::Phone,
        0.93,
        "mob mobil telkomorkowy ceptelefonu telefonnumarasi tlf puhelinnumero puhelin matkapuhelin telefonnicislo \
         telefonszam numardetelefon nomortelepon nohp notelepon nomorhp nombortelefon notelefon phones \
         phonenumbers mobiles mobilephones telephones contacttel homephoneno homephonenumber workphoneno worktel \
         hometel whatsapp whatsappno whatsappnumber cellularphone cellular mobileno1 phonecellular otherphone \
         altphone alternatephone dayphoneno contactmobile telcell telhome telwork numerotelephonemobile hp hpno \
         mobtel",
    ),
    (
        Kind::Email,
        0.93,
        "eml enderecodeemail eposta epostaadresi epostadress epostadresse sahkoposti sahkopostiosoite \
         emailovaadresa emailcim adresadeemail alamatemail surel emailaddresses mails emailwork emailhome \
         workemail homeemail personalemail emailpersonal altemail alternateemail recoveryemail backupemail \
         primaryemail contactemail loginemail paypalemail emailprimary emailtext",
    ),
    (
        Kind::Name,
        0.85,
        "custnm fullnm nominativo adsoyad adisoyadi fullstandigtnamn namn fulltnavn navn fuldenavn kokonimi nimi \
         celejmeno jmenoaprijmeni teljesnev numecomplet numesiprenume namalengkap nama namapenuh formattedname \
         fullnames nameofcustomer nameofholder legalname",
    ),
    (Kind::Name, 0.5, "fn"),
    (
        Kind::GivenName,
        0.93,
        "fstnm isim fornamn fornavn etunimi jmeno krestnijmeno keresztnev utonev prenume namadepan givennm \
         firstnames given1 forenam firstgivenname",
    ),
    (
        Kind::Surname,
        0.93,
        "lstnm soyadi soyad efternamn etternavn efternavn sukunimi prijmeni vezeteknev csaladnev numedefamilie \
         namabelakang namakeluarga familynm lastnames maidenname",
    ),
    (Kind::Surname, 0.7, "ln"),
    (Kind::Surname, 0.6, "family"),
    (
        Kind::City,
        0.93,
        "cty citynm postort poststed bynavn kaupunki postitoimipaikka mesto obec telepules localitate kota \
         kabupaten cities addresslocality adrlocality posttown citydistrict",
    ),
    (
        Kind::State,
        0.8,
        "statecd stt departement megye judet provinsi negeri states regioncode regionname stateorprovince \
         addressregion",
    ),
    (
        Kind::Licence,
        0.93,
        "licno driverslicenses driverslicencenum dlicense licensenos stateid stateidnumber driverid drvlic",
    ),
    (Kind::Passport, 0.93, "pptno passports passportnr travelpassport"),
    (
        Kind::Username,
        0.9,
        "usr uname usrnm utilizador nomdutilisateur kullaniciadi anvandarnamn brukernavn brugernavn \
         kayttajatunnus kayttajanimi uzivatelskejmeno felhasznalonev numeutilizator namapengguna usernames \
         logonname samaccountname userprincipal nicknames screennames",
    ),
    (
        Kind::Dob,
        0.93,
        "fechanac dtnascimento dogumtarihi fodelsedatum fodselsdato fodselsdag syntymaaika syntymapaiva \
         datumnarozeni szuletesidatum szuletesiido datanasterii tanggallahir tgllahir tarikhlahir birthdates \
         birthdaydate dateofbirthdt dobdate dateofb bornon birthdatetime",
    ),
    (
        Kind::Account,
        0.9,
        "nclient musterino musterinumarasi kundnummer kundenummer asiakasnumero cislozakaznika zakaznickecislo \
         ugyfelszam codclient nomorpelanggan nomorrekening accountnos accountcode customeraccount \
         customeraccountnumber billingid custaccount clientaccount acctcode crmid",
    ),
    (
        Kind::Postcode,
        0.93,
        "codicepostale postakodu postnummer postnr postinumero psc iranyitoszam kodepos poskod postalcodes zips \
         adrpostalcode addresspostalcode zipcode5 pincode",
    ),
    (Kind::Card, 0.93, "cardnumbers ccnumbers creditcards cardpannumber"),
    (
        Kind::Ip,
        0.93,
        "ips lastknownip ipaddresses ip1 loginipaddress lastipaddress registerip createdip signupipaddress \
         remoteipaddress",
    ),
    (Kind::Ssn, 0.93, "ssns socialsecuritynumbers socialsecuritynbr"),
    // A title is Mr or Mrs, or what a feed calls its items; the others are what a program has no better word for.
    (Kind::Opaque, 0.0, "title label value text"),
    // Names of attributes in directories (RFC 4519).
    (Kind::Name, 0.85, "cn"),
    (Kind::Surname, 0.6, "sn"),
];
