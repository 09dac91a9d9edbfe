/**
 * What people call their city, with the city as the gazetteer knows it: name, country, and division where it matters.
 * Those of two letters count in capitals alone (`LA`, not `la`).
 */
export const NICKNAMES = `
New York City US NY: NYC|N Y C|New York|New York New York|Big Apple|The Big Apple|New York City NY
Los Angeles US CA: LA|L A|LAX|City of Angels|LA LA Land|Los Ángeles
San Francisco US CA: SF|S F|SFO|San Fran|Frisco|Fog City
Washington US DC: DC|D C|Washington DC|Washington D C|The District
Chicago US IL: CHI|Chi Town|ChiTown|Windy City|The Windy City|Chi city
Atlanta US GA: ATL|A T L|Hotlanta
Philadelphia US PA: Philly|PHL|City of Brotherly Love
Las Vegas US NV: Vegas|LV|Sin City
New Orleans US LA: NOLA|N O L A|The Big Easy
Houston US TX: HTX|H Town|Htown|Space City
Dallas US TX: DFW|Dallas Fort Worth|DTX|Big D
Austin US TX: ATX
San Antonio US TX: SATX|SA TX
Portland US OR: PDX|Rip City
Seattle US WA: SEA|Emerald City|SeaTac
Phoenix US AZ: PHX|The Valley of the Sun
Denver US CO: DEN|Mile High City|The Mile High City
Salt Lake City US UT: SLC|Salt Lake
St. Louis US MO: STL|The Lou|Saint Louis
Kansas City US MO: KC|KCMO|Kansas City Missouri
Minneapolis US MN: MPLS|Twin Cities
Detroit US MI: DTW|Motown|Motor City|The D
Boston US MA: BOS|Beantown
Miami US FL: MIA|305
San Diego US CA: SD
Nashville US TN: Nash|Music City
Memphis US TN: MEM|Memphis Tennessee
Charlotte US NC: CLT|Queen City
Pittsburgh US PA: PGH|Steel City
Cleveland US OH: CLE|The Land
Columbus US OH: CBUS|Cbus
Cincinnati US OH: Cincy
Indianapolis US IN: Indy|Naptown
Milwaukee US WI: MKE
Baltimore US MD: Bmore|Baltimore City
Sacramento US CA: Sac Town|Sactown|SMF
Orlando US FL: MCO
Tampa US FL: TPA
Jacksonville US FL: Duval|JAX
London GB ENG: LDN|LHR|London Town|Londontown|The Big Smoke|London England
Manchester GB ENG: MCR|Manny
Birmingham GB ENG: Brum
Glasgow GB SCT: Glesga|GLA
Edinburgh GB SCT: Auld Reekie|EDI
Newcastle upon Tyne GB ENG: Newcastle|NCL|Toon
Liverpool GB ENG: LFC Liverpool|Scouseland
Toronto CA 08: YYZ|The 6ix|6ix|T O|Tdot|The Six|The 6
Vancouver CA 02: YVR|Raincouver|Van City|Vancity
Montréal CA 10: YUL|MTL|Montreal|Mtl
Calgary CA 01: YYC
Edmonton CA 01: YEG
Ottawa CA 08: YOW
Winnipeg CA 03: YWG
Halifax CA 07: YHZ
Sydney AU 02: SYD
Melbourne AU 07: MEL|Melb|Melbs
Brisbane AU 04: BNE|Brissie|Brisvegas
Perth AU 08: PER WA
Adelaide AU 05: ADL|Radelaide
Auckland NZ: AKL
Berlin DE 16: BLN|BER Berlin|Hauptstadt Berlin
Frankfurt am Main DE 05: FFM|Frankfurt|Mainhattan
Hamburg DE 04: HH Hamburg|Hansestadt Hamburg|Hamburch
Köln DE 07: Kölle|CGN
Munich DE 02: MUC|München|Minga
Vienna AT: VIE|Wien|Vienne
Paris FR: Paname|Parigi|City of Light|Ville Lumière
Lyon FR: Lyon 69
Madrid ES: MAD Madrid|Madriz
Barcelona ES: BCN|Barna
Lisbon PT: LIS|Lisboa|Lx
Mexico City MX: CDMX|Ciudad de México|DF México|México DF|Mexico City
Guadalajara MX: GDL
Monterrey MX: MTY
Bogotá CO: BOG|Bogota DC|Bogotá DC
Buenos Aires AR: BsAs|CABA|Bs As|Baires
Santiago CL: SCL|Santiago de Chile|Stgo
São Paulo BR 27: Sampa|SP Capital
Rio de Janeiro BR 21: Rio|RJ|Cidade Maravilhosa
Belo Horizonte BR 15: BH|Beagá
Porto Alegre BR 23: POA
Jakarta ID: JKT|Jkt|DKI Jakarta|Jakarta Selatan|Jaksel|Jakarta Timur|Jakarta Barat
Yogyakarta ID: Jogja|Yogya|Jogjakarta
Bandung ID: BDG
Surabaya ID: SBY
Manila PH: MNL|Maynila
Kuala Lumpur MY: KL
Bangkok TH: BKK|Krung Thep
Ho Chi Minh City VN: HCMC|Saigon|Sài Gòn|TPHCM
Hong Kong HK: HK|HKG|HK SAR
Singapore SG: SG|SGP Singapore|Lion City
Mumbai IN: BOM|Bombay|Aamchi Mumbai
Bengaluru IN: BLR|Bangalore|Namma Bengaluru
Chennai IN: Madras
Kolkata IN: Calcutta
Delhi IN: Dilli|Delhi NCR|NCR Delhi
Dubai AE: DXB
Lagos NG: Lasgidi|Eko|Gidi|Lagos Nigeria
Johannesburg ZA: JHB|Joburg|Jozi|Jo'burg
Cape Town ZA: CPT|Mother City|Kaapstad
Nairobi KE: NBO|Nai|254 Nairobi
Tel Aviv IL: TLV
Istanbul TR: IST
Tokyo JP: 東京|とうきょう|東京23区|TYO
Osaka JP: 大阪|おおさか
Kyoto JP: 京都
Seoul KR: 서울
Beijing CN: 北京|Peking|PEK
Shanghai CN: 上海|Magic City Shanghai
Moscow RU: Москва|МСК|MSK
Saint Petersburg RU: Питер|СПб|SPB|Санкт-Петербург
Kyiv UA: Kiev|Київ|Киев
Riyadh SA: الرياض
Cairo EG: القاهرة
Dubai AE: دبي
Casablanca MA: الدار البيضاء|Casa Blanca
Beirut LB: بيروت
Baghdad IQ: بغداد
Amman JO: عمان الاردن
Tunis TN: تونس العاصمة
`;
