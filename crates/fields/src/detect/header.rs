//! What the headers of columns say, in the languages that customer tables are met in.

use crate::Kind;
use crate::kinds::fold::each_folded;

/// Whether a header only numbers its column: `col1`, `field_7`, `Unnamed: 3`.
pub(super) fn is_number(header: &str) -> bool {
    let stem = header.trim().trim_end_matches(|c: char| c.is_ascii_digit());
    let is_numbered = stem.len() < header.trim().len() && header.len() <= 24;
    let word = stem.trim_end_matches([' ', '_', '-', ':', '.', '#']).to_lowercase();
    is_numbered && NUMBERED.contains(&word.trim_start_matches('_'))
}

/// The kind that a header names, with a confidence, if it is in the vocabulary of headers.
pub(super) fn kind_of(header: &str) -> Option<(Kind, f64)> {
    let words = words_of(header)?;
    let words: Vec<&str> = words.split(' ').collect();
    if let Some(found) = look_up(&words) {
        return Some(found);
    }
    // `address2` is a second line; `phone2` is another telephone.
    let (numbered, last) = without_number(&words);
    if !last.is_empty()
        && let Some((kind, confidence)) = look_up(&numbered)
    {
        return Some(match kind {
            Kind::Address if last != "1" => (Kind::Opaque, 0.9),
            _ => (kind, confidence * 0.95),
        });
    }
    if words.len() > 1 && MODIFIERS.contains(words.last()?) {
        return kind_of_words(&words[..words.len() - 1]).map(|_| (Kind::Opaque, 0.9));
    }
    let start = words
        .iter()
        .position(|word| !OWNERS.contains(word))
        .filter(|start| *start > 0)?;
    kind_of_words(&words[start..]).map(|(kind, confidence)| (kind, confidence * 0.95))
}

fn kind_of_words(words: &[&str]) -> Option<(Kind, f64)> {
    look_up(words).or_else(|| {
        let (numbered, last) = without_number(words);
        let (kind, confidence) = look_up(&numbered)?;
        match kind {
            Kind::Address if last != "1" => Some((Kind::Opaque, 0.9)),
            _ => Some((kind, confidence)),
        }
    })
}

/// Lower-case ASCII words with one blank between them; `camelCase` and digits begin a word. A header of
/// more than 64 letters is none.
fn words_of(header: &str) -> Option<String> {
    if header.len() > 128 {
        return None;
    }
    let mut spaced = String::with_capacity(header.len() + 8);
    let mut before = ' ';
    for c in header.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    let mut words = String::with_capacity(spaced.len());
    let mut was_digit = false;
    each_folded(&spaced, |byte| match byte {
        b'A'..=b'Z' | b'0'..=b'9' => {
            let is_digit = byte.is_ascii_digit();
            if is_digit != was_digit && !words.is_empty() && !words.ends_with(' ') {
                words.push(' ');
            }
            was_digit = is_digit;
            words.push(char::from(byte.to_ascii_lowercase()));
        }
        b'#' => words.push_str(" no "),
        b'\'' => {}
        _ if words.ends_with(' ') => {}
        _ => words.push(' '),
    });
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty() && words.len() <= 64).then_some(words)
}

fn look_up(words: &[&str]) -> Option<(Kind, f64)> {
    let squeezed = words.concat();
    let is_in = |list: &str| list.split_ascii_whitespace().any(|word| word == squeezed);
    let found = VOCABULARY.iter().find(|(_, _, list)| is_in(list));
    found.map(|(kind, confidence, _)| (*kind, *confidence))
}

fn without_number<'w>(words: &[&'w str]) -> (Vec<&'w str>, &'w str) {
    match words {
        [rest @ .., last] if last.len() <= 2 && last.bytes().all(|byte| byte.is_ascii_digit()) => (rest.to_vec(), last),
        _ => (words.to_vec(), ""),
    }
}

/// What stands before the number of a column without a name, in a few languages.
const NUMBERED: [&str; 18] = [
    "", "c", "col", "column", "field", "fld", "var", "variable", "attr", "attribute", "unnamed", "spalte", "feld", "campo",
    "coluna", "columna", "colonne", "colonna",
];

/// Words before a header's own that say whose value it is.
const OWNERS: [&str; 32] = [
    "customer",
    "cust",
    "client",
    "user",
    "usr",
    "member",
    "subscriber",
    "subs",
    "sub",
    "primary",
    "secondary",
    "billing",
    "bill",
    "home",
    "work",
    "mailing",
    "contact",
    "main",
    "person",
    "holder",
    "current",
    "owner",
    "employee",
    "patient",
    "personal",
    "residential",
    "shipping",
    "ship",
    "svc",
    "service",
    "applicant",
    "my",
];

/// Words after a header's own that make it say something about the value instead of holding it.
const MODIFIERS: [&str; 44] = [
    "verified",
    "type",
    "status",
    "flag",
    "valid",
    "validated",
    "country",
    "count",
    "model",
    "brand",
    "provider",
    "carrier",
    "hash",
    "hashed",
    "md5",
    "sha1",
    "sha256",
    "date",
    "time",
    "at",
    "on",
    "opt",
    "optin",
    "consent",
    "confirmed",
    "source",
    "domain",
    "plan",
    "description",
    "desc",
    "category",
    "class",
    "group",
    "level",
    "length",
    "expiry",
    "expiration",
    "exp",
    "issuer",
    "issued",
    "label",
    "score",
    "updated",
    "created",
];

/// Headers by kind, with the confidence that a column under it holds that kind. The letters of a header
/// run together, in ASCII lower case.
const VOCABULARY: &[(Kind, f64, &str)] = &[
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
         category segment tier level score gender sex title salutation prefix suffix middlename middle mi \
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
];

#[cfg(test)]
mod tests;
