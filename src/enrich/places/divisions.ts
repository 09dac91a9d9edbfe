/**
 * States, provinces and regions. Of six countries the code is that of GeoNames, so that a division picks a city; of the
 * others a division only tells the country.
 */

/** Country, then one line a division: code, and names separated by |; codes people write are in DIVISION_CODES. */
export const DIVISIONS = `
US
AL Alabama
AK Alaska
AZ Arizona
AR Arkansas
CA California|Cali|Calif|SoCal|NorCal|Southern California|Northern California|Bay Area|SF Bay Area|Silicon Valley|Californie|Kalifornien|カリフォルニア|كاليفورنيا
CO Colorado
CT Connecticut
DE Delaware
DC District of Columbia
FL Florida|Fla|South Florida|Floride|フロリダ|فلوريدا
GA Georgia
HI Hawaii|Hawai'i|ハワイ
ID Idaho
IL Illinois|Chicagoland
IN Indiana
IA Iowa
KS Kansas
KY Kentucky
LA Louisiana
ME Maine
MD Maryland
MA Massachusetts
MI Michigan
MN Minnesota
MS Mississippi
MO Missouri
MT Montana
NE Nebraska
NV Nevada
NH New Hampshire
NJ New Jersey|Jersey Shore
NM New Mexico
NY New York State|Upstate New York|Upstate NY|Long Island
NC North Carolina|Carolina del Norte
ND North Dakota
OH Ohio
OK Oklahoma
OR Oregon
PA Pennsylvania
RI Rhode Island
SC South Carolina|Carolina del Sur
SD South Dakota
TN Tennessee
TX Texas|Tejas|テキサス|تكساس
UT Utah
VT Vermont
VA Virginia|NoVA
WA Washington State|Washington
WV West Virginia
WI Wisconsin
WY Wyoming

CA
01 Alberta
02 British Columbia
03 Manitoba
04 New Brunswick
05 Newfoundland|Newfoundland and Labrador
07 Nova Scotia
08 Ontario
09 Prince Edward Island
10 Quebec
11 Saskatchewan
12 Yukon
13 Northwest Territories
14 Nunavut

AU
01 Australian Capital Territory
02 New South Wales
03 Northern Territory
04 Queensland
05 South Australia
06 Tasmania|Tassie
07 Victoria
08 Western Australia

GB
ENG England|Inglaterra|Angleterre|Inghilterra|Yorkshire|Kent|Essex|Cornwall|Devon|Surrey|Sussex|Lancashire|Norfolk|Midlands|West Midlands|East Anglia|Cheshire|Somerset|Dorset|Hampshire|Merseyside|Cumbria
NIR Northern Ireland
SCT Scotland|Schottland|Écosse|Escocia|Alba|Scottish Highlands
WLS Wales|Cymru|South Wales

BR
01 Acre
02 Alagoas
03 Amapá
04 Amazonas
05 Bahia
06 Ceará
07 Distrito Federal
08 Espírito Santo
11 Mato Grosso do Sul
13 Maranhão
14 Mato Grosso
15 Minas Gerais|Minas
16 Pará
17 Paraíba
18 Paraná
20 Piauí
21 Rio de Janeiro
22 Rio Grande do Norte
23 Rio Grande do Sul
24 Rondônia
25 Roraima
26 Santa Catarina
27 São Paulo|Estado de São Paulo
28 Sergipe
29 Goiás
30 Pernambuco
31 Tocantins

DE
01 Baden-Württemberg|Schwaben
02 Bayern|Bavaria|Baviera|Franken
03 Freie Hansestadt Bremen
04 Freie und Hansestadt Hamburg
05 Hessen|Hesse
06 Niedersachsen|Lower Saxony|Ostfriesland
07 Nordrhein-Westfalen|North Rhine-Westphalia|Ruhrgebiet|Ruhrpott|Rheinland
08 Rheinland-Pfalz|Rhineland-Palatinate
09 Saarland
10 Schleswig-Holstein
11 Brandenburg
12 Mecklenburg-Vorpommern
13 Sachsen|Saxony
14 Sachsen-Anhalt|Saxony-Anhalt
15 Thüringen|Thuringia
16 Land Berlin

AR
- Patagonia|Mendoza Province|Provincia de Buenos Aires

AT
- Tirol|Tyrol|Steiermark|Kärnten|Vorarlberg|Niederösterreich|Oberösterreich|Burgenland|Salzburger Land

BE
- Vlaanderen|Flanders|Wallonie|Wallonia

CN
- Guangdong|Sichuan|Zhejiang|Jiangsu|Fujian|Yunnan|Hunan|Hubei|Shandong|广东|四川|浙江|江苏

ES
- Cataluña|Catalunya|Catalonia|Andalucía|Andalusia|Galicia|Euskadi|País Vasco|Basque Country|Asturias|Canarias|Islas Canarias|Canary Islands|Mallorca|Ibiza|Tenerife|Gran Canaria|Aragón|Cantabria|Extremadura|Castilla y León|Castilla La Mancha|Comunidad Valenciana|Comunidad de Madrid|Islas Baleares

FR
- Bretagne|Brittany|Normandie|Normandy|Provence|Alsace|Occitanie|Île-de-France|Nouvelle-Aquitaine|Auvergne|Bourgogne|Corse|Corsica|Côte d'Azur|French Riviera|Hauts-de-France|Grand Est|Pays de la Loire

ID
- Bali|Jawa Barat|West Java|Jawa Tengah|Central Java|Jawa Timur|East Java|Java|Sumatera Utara|Sumatra|Sumatera Barat|Sulawesi|Sulawesi Selatan|Kalimantan|Lombok|Papua|Aceh|Jabodetabek|Banten

IE
- County Cork|Co Cork|Connemara|Connacht|Munster Ireland|Co Kerry|Donegal

IN
- Kerala|Tamil Nadu|Maharashtra|Karnataka|Telangana|Andhra Pradesh|Gujarat|Rajasthan|Uttar Pradesh|Bihar|West Bengal|Madhya Pradesh|Odisha|Goa|Haryana|Assam|Jharkhand|Kashmir|Uttarakhand

IT
- Südtirol|South Tyrol|Alto Adige|Toscana|Tuscany|Sicilia|Sicily|Sardegna|Sardinia|Lombardia|Lombardy|Veneto|Piemonte|Puglia|Emilia-Romagna|Campania|Calabria|Liguria|Umbria|Lazio|Friuli|Trentino|Abruzzo|Marche

JP
- Hokkaido|北海道|Okinawa|沖縄|沖縄県|Kyushu|九州|Kansai|関西|Kanto|関東|Tohoku|東北|Shikoku|四国|Kanagawa|神奈川|神奈川県|Saitama Prefecture|埼玉|埼玉県|Chiba Prefecture|千葉県|Hyogo|兵庫|兵庫県|愛知|愛知県|Aichi|静岡県|大阪府|京都府|福岡県|東海|関東地方|名古屋圏

MX
- Jalisco|Nuevo León|Estado de México|Edomex|Oaxaca|Yucatán|Baja California|Sinaloa|Sonora|Quintana Roo|Michoacán|Tamaulipas|Chiapas

MY
- Sabah|Sarawak|Selangor|Johor|Penang|Pulau Pinang|Perak|Pahang|Kelantan

NG
- Lagos State|Rivers State|Ogun State|Oyo State|Enugu State|Delta State|Kaduna State

NL
- Noord-Holland|Zuid-Holland|Noord-Brabant|Gelderland|Friesland|Limburg|Zeeland|Drenthe|Overijssel|Randstad

PH
- Luzon|Visayas|Mindanao|Metro Manila|Calabarzon|Cavite|Laguna Philippines|Bulacan|Pampanga

PK
- Sindh|Khyber Pakhtunkhwa|Balochistan|Azad Kashmir

PL
- Małopolska|Mazowsze|Śląsk|Silesia|Pomorze|Wielkopolska

PT
- Algarve|Alentejo|Madeira|Açores|Azores

RU
- Siberia|Сибирь|Урал|Подмосковье

TR
- Anatolia|Anadolu|Kapadokya|Cappadocia

UA
- Donbas|Crimea|Zakarpattia

ZA
- Gauteng|KwaZulu-Natal|Western Cape|Eastern Cape|Limpopo|Mpumalanga
`;

/** Codes of divisions outside the USA, as they are written after a city: country, then code=division. */
export const DIVISION_CODES = `
CA AB=01 BC=02 MB=03 NB=04 NL=05 NS=07 ON=08 PE=09 PEI=09 QC=10 SK=11 YT=12 NT=13 NU=14 ONT=08
AU ACT=01 NSW=02 NT=03 QLD=04 SA=05 TAS=06 VIC=07 WA=08
BR AC=01 AL=02 AP=03 AM=04 BA=05 CE=06 DF=07 ES=08 MS=11 MA=13 MT=14 MG=15 PA=16 PB=17 PR=18 PI=20 RJ=21 RN=22 RS=23 RO=24 RR=25 SC=26 SP=27 SE=28 GO=29 PE=30 TO=31
DE NRW=07 BW=01 RLP=08 BY=02
`;

/** Further names of countries, as people write them: alpha-2 code and names. */
export const COUNTRY_ALIASES = `
AE UAE|U A E|Emirates|KSA UAE|الامارات
BA Bosnia
CD DRC|DR Congo|Congo Kinshasa|RDC
CG Congo|Congo Brazzaville
CI Ivory Coast|Côte d'Ivoire|Costa de Marfil
CN PRC|Mainland China
CV Cabo Verde
CZ Czech Republic|Tschechei
DO Dominican Republic|RD|Rep Dominicana
ES España|Espanya
GB UK|U K|United Kingdom|Great Britain|Britain|GB|British Isles|Grande Bretagne|Grossbritannien|Gran Bretaña
GE Republic of Georgia|Georgia Tbilisi|Sakartvelo
IE Eire|Republic of Ireland|ROI
IN Bharat|Hindustan
KR Korea|South Korea|Republic of Korea|ROK|한국
MK Macedonia
MM Burma
NG Naija|9ja
NL Holland|Nederland|The Netherlands|Olanda
NZ Aotearoa|Aotearoa New Zealand|NZ
PH Pilipinas|Pinas|The Philippines|Phillipines
PS Palestine|Gaza|West Bank|Filistin|Free Palestine
RU Russia|Russian Federation
SA KSA|Kingdom of Saudi Arabia|Saudi|السعودية|سعودية
SY Syria
SZ Swaziland
TR Turkey|Turkiye
TT Trinidad|Tobago
TW Taiwan|台湾|臺灣
TZ Tanzania
US USA|U S A|U S|United States of America|America|The States|The US|The USA|The United States|US of A|EEUU|EE UU|EUA|Etats Unis|États-Unis d'Amérique|Murica|アメリカ|米国|امريكا|Amerika|EE UU de America
VA Vatican
VN Viet Nam|Vietnam
ZA South Africa|Mzansi|RSA|S Africa
`;
