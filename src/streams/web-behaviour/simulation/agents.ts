/** The kind of screen that a browser runs on. */
export type Screen = 'phone' | 'tablet' | 'desktop' | 'mac';

/**
 * User agents of people, one a line: share of devices (per 10,000), screen, template. A word in braces is drawn from
 * VERSIONS. The shares follow the big picture of public browser statistics: about 62 % phones, Chrome ahead of Safari,
 * and a long tail of old ones.
 */
export const AGENTS = `
2050 phone Mozilla/5.0 (Linux; Android 10; K) {blink} Chrome/{chrome}.0.0.0 Mobile Safari/537.36
420 phone Mozilla/5.0 (Linux; Android {android}; {samsung}) {blink} Chrome/{chrome}.0.{build}.{patch} Mobile Safari/537.36
190 phone Mozilla/5.0 (Linux; Android {android}; {xiaomi}) {blink} Chrome/{chrome}.0.{build}.{patch} Mobile Safari/537.36
130 phone Mozilla/5.0 (Linux; Android {android}; {pixel}) {blink} Chrome/{chrome}.0.{build}.{patch} Mobile Safari/537.36
90 phone Mozilla/5.0 (Linux; Android {oldAndroid}; {huawei}) {blink} Chrome/{oldChrome}.0.{build}.{patch} Mobile Safari/537.36
60 phone Mozilla/5.0 (Linux; Android {android}; {oppo}) {blink} Chrome/{chrome}.0.{build}.{patch} Mobile Safari/537.36
45 phone Mozilla/5.0 (Linux; Android {oldAndroid}; {motorola}) {blink} Chrome/{oldChrome}.0.{build}.{patch} Mobile Safari/537.36
60 tablet Mozilla/5.0 (Linux; Android {android}; {galaxyTab}) {blink} Chrome/{chrome}.0.{build}.{patch} Safari/537.36
25 tablet Mozilla/5.0 (Linux; Android 10; K) {blink} Chrome/{chrome}.0.0.0 Safari/537.36
310 phone Mozilla/5.0 (Linux; Android 10; K) {blink} SamsungBrowser/{samsungBrowser} Chrome/{chrome}.0.0.0 Mobile Safari/537.36
110 phone Mozilla/5.0 (Linux; Android {oldAndroid}; SAMSUNG {samsung}) {blink} SamsungBrowser/{oldSamsungBrowser} Chrome/{oldChrome}.0.{build}.{patch} Mobile Safari/537.36
70 phone Mozilla/5.0 (Android {android}; Mobile; rv:{firefox}.0) Gecko/{firefox}.0 Firefox/{firefox}.0
8 tablet Mozilla/5.0 (Android {android}; Tablet; rv:{firefox}.0) Gecko/{firefox}.0 Firefox/{firefox}.0
60 phone Mozilla/5.0 (Linux; Android 10; K) {blink} Chrome/{chrome}.0.0.0 Mobile Safari/537.36 OPR/{operaMobile}.0.0.0
35 phone Mozilla/5.0 (Linux; Android 10; {samsung}) {blink} Chrome/{chrome}.0.{build}.{patch} Mobile Safari/537.36 EdgA/{chrome}.0.{edgeBuild}.{patch}
30 phone Mozilla/5.0 (Linux; U; Android {oldAndroid}; en-US; {xiaomi}) {blink} Version/4.0 Chrome/{oldChrome}.0.{build}.{patch} Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.{minor}.0-gn
18 phone Mozilla/5.0 (Linux; U; Android {oldAndroid}; en-US; {oppo}) {blink} Version/4.0 Chrome/100.0.4896.58 UCBrowser/13.{minor}.2.1306 Mobile Safari/537.36
14 phone Mozilla/5.0 (Linux; Android {oldAndroid}; {huawei}) {blink} Chrome/{oldChrome}.0.{build}.{patch} HuaweiBrowser/14.0.{minor}.301 Mobile Safari/537.36
22 phone Mozilla/5.0 (Linux; Android {android}; {pixel}) {blink} Chrome/{chrome}.0.0.0 Mobile DuckDuckGo/5 Safari/537.36
150 phone Mozilla/5.0 (Linux; Android {android}; {samsung} Build/UP1A.231005.007; wv) {blink} Version/4.0 Chrome/{chrome}.0.{build}.{patch} Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/4{digit}{digit}.0.0.{digit}{digit}.109;]
95 phone Mozilla/5.0 (Linux; Android {android}; {samsung} Build/TP1A.220624.014; wv) {blink} Version/4.0 Chrome/{chrome}.0.{build}.{patch} Mobile Safari/537.36 Instagram 3{digit}{digit}.0.0.34.111 Android
20 phone Mozilla/5.0 (Linux; Android {oldAndroid}; {motorola}; wv) {blink} Version/4.0 Chrome/{oldChrome}.0.{build}.{patch} Mobile Safari/537.36
6 phone Mozilla/5.0 (Linux; U; Android 4.4.2; en-us; GT-I9505 Build/KOT49H) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30
9 phone Opera/9.80 (Android; Opera Mini/{operaMini}/191.{digit}{digit}; U; en) Presto/2.12.423 Version/12.16
1820 phone Mozilla/5.0 (iPhone; CPU iPhone OS {iosDash} like Mac OS X) {webkit} Version/{safari} Mobile/15E148 Safari/604.1
130 phone Mozilla/5.0 (iPhone; CPU iPhone OS {oldIosDash} like Mac OS X) {webkit} Version/{oldSafari} Mobile/15E148 Safari/604.1
210 phone Mozilla/5.0 (iPhone; CPU iPhone OS {iosDash} like Mac OS X) {webkit} CriOS/{chrome}.0.{build}.{patch} Mobile/15E148 Safari/604.1
18 phone Mozilla/5.0 (iPhone; CPU iPhone OS {iosDash} like Mac OS X) {webkit} FxiOS/{firefox}.0 Mobile/15E148 Safari/605.1.15
20 phone Mozilla/5.0 (iPhone; CPU iPhone OS {iosDash} like Mac OS X) {webkit} Version/{safari} EdgiOS/{chrome}.0.{edgeBuild}.{patch} Mobile/15E148 Safari/605.1.15
60 phone Mozilla/5.0 (iPhone; CPU iPhone OS {iosDash} like Mac OS X) {webkit} GSA/3{digit}{digit}.0.{build} Mobile/15E148 Safari/604.1
140 phone Mozilla/5.0 (iPhone; CPU iPhone OS {iosDash} like Mac OS X) {webkit} Mobile/21F90 [FBAN/FBIOS;FBAV/4{digit}{digit}.0.0.28.107;FBDV/iPhone1{digit},3;FBMD/iPhone;FBSN/iOS;FBSV/17.5;FBSS/3;FBLC/en_US]
110 phone Mozilla/5.0 (iPhone; CPU iPhone OS {iosDash} like Mac OS X) {webkit} Mobile/21F90 Instagram 3{digit}{digit}.0.8.34.90 (iPhone1{digit},3; iOS 17_5; en_US; en; scale=3.00; 1179x2556; 60{digit}{digit}2)
15 phone Mozilla/5.0 (iPhone; CPU iPhone OS {iosDash} like Mac OS X) {webkit} Version/{safari} Mobile/15E148 DuckDuckGo/7 Safari/605.1.15
110 tablet Mozilla/5.0 (iPad; CPU OS {iosDash} like Mac OS X) {webkit} Version/{safari} Mobile/15E148 Safari/604.1
20 tablet Mozilla/5.0 (iPad; CPU OS {oldIosDash} like Mac OS X) {webkit} Version/{oldSafari} Mobile/15E148 Safari/604.1
14 tablet Mozilla/5.0 (iPad; CPU OS {iosDash} like Mac OS X) {webkit} CriOS/{chrome}.0.{build}.{patch} Mobile/15E148 Safari/604.1
5 tablet Mozilla/5.0 (iPad; CPU OS 9_3_5 like Mac OS X) AppleWebKit/601.1.46 (KHTML, like Gecko) Version/9.0 Mobile/13G36 Safari/601.1
1460 desktop Mozilla/5.0 (Windows NT 10.0; Win64; x64) {blink} Chrome/{chrome}.0.0.0 Safari/537.36
70 desktop Mozilla/5.0 (Windows NT 10.0; Win64; x64) {blink} Chrome/{oldChrome}.0.{build}.{patch} Safari/537.36
40 desktop Mozilla/5.0 (Windows NT 6.1; Win64; x64) {blink} Chrome/109.0.0.0 Safari/537.36
12 desktop Mozilla/5.0 (Windows NT 6.3; Win64; x64) {blink} Chrome/109.0.0.0 Safari/537.36
430 desktop Mozilla/5.0 (Windows NT 10.0; Win64; x64) {blink} Chrome/{chrome}.0.0.0 Safari/537.36 Edg/{chrome}.0.0.0
12 desktop Mozilla/5.0 (Windows NT 10.0; Win64; x64) {blink} Chrome/64.0.3282.140 Safari/537.36 Edge/{oldEdge}
190 desktop Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:{firefox}.0) Gecko/20100101 Firefox/{firefox}.0
18 desktop Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0
8 desktop Mozilla/5.0 (Windows NT 6.1; WOW64; rv:52.0) Gecko/20100101 Firefox/52.0
95 desktop Mozilla/5.0 (Windows NT 10.0; Win64; x64) {blink} Chrome/{chrome}.0.0.0 Safari/537.36 OPR/{opera}.0.0.0
25 desktop Mozilla/5.0 (Windows NT 10.0; Win64; x64) {blink} Chrome/{chrome}.0.0.0 Safari/537.36 Vivaldi/7.{minor}
30 desktop Mozilla/5.0 (Windows NT 10.0; Win64; x64) {blink} Chrome/{chrome}.0.0.0 YaBrowser/24.{minor}.0.0 Safari/537.36
32 desktop Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko
10 desktop Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; AS; rv:11.0) like Gecko
3 desktop Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)
2 desktop Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)
2 desktop Mozilla/5.0 (Windows NT 5.1) {blink} Chrome/49.0.2623.112 Safari/537.36
420 mac Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {webkit} Version/{safari} Safari/605.1.15
30 mac Mozilla/5.0 (Macintosh; Intel Mac OS X {oldMac}) {webkit} Version/{oldSafari} Safari/605.1.15
390 mac Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {blink} Chrome/{chrome}.0.0.0 Safari/537.36
20 mac Mozilla/5.0 (Macintosh; Intel Mac OS X {oldMac}) {blink} Chrome/{oldChrome}.0.{build}.{patch} Safari/537.36
50 mac Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:{firefox}.0) Gecko/20100101 Firefox/{firefox}.0
25 mac Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {blink} Chrome/{chrome}.0.0.0 Safari/537.36 Edg/{chrome}.0.0.0
10 mac Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {blink} Chrome/{chrome}.0.0.0 Safari/537.36 OPR/{opera}.0.0.0
85 desktop Mozilla/5.0 (X11; Linux x86_64) {blink} Chrome/{chrome}.0.0.0 Safari/537.36
38 desktop Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:{firefox}.0) Gecko/20100101 Firefox/{firefox}.0
22 desktop Mozilla/5.0 (X11; Linux x86_64; rv:{firefox}.0) Gecko/20100101 Firefox/{firefox}.0
60 desktop Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {blink} Chrome/{chrome}.0.0.0 Safari/537.36
4 desktop Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) {blink} SamsungBrowser/4.0 Chrome/94.0.4606.31 TV Safari/537.36
2 desktop Mozilla/5.0 (PlayStation; PlayStation 5/8.20) {webkit} Version/16.4 Safari/605.1.15
`;

/** Crawlers, one a line: weight, template. */
export const BOTS = `
26 Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) {blink} Chrome/{chrome}.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)
16 Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)
15 Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/{chrome}.0.0.0 Safari/537.36
12 Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)
9 Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)
4 Mozilla/5.0 (compatible; MJ12bot/v1.4.8; http://mj12bot.com/)
3 Mozilla/5.0 (compatible; DotBot/1.2; +https://opensiteexplorer.org/dotbot; help@moz.com)
5 Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)
4 Mozilla/5.0 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)
6 Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)
5 Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)
4 Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) {webkit} Version/13.1.1 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)
5 facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)
3 Mozilla/5.0 (compatible; Pinterestbot/1.0; +http://www.pinterest.com/bot.html)
5 AdsBot-Google (+http://www.google.com/adsbot.html)
3 Mozilla/5.0 (compatible; DataForSeoBot/1.0; +https://dataforseo.com/dataforseo-bot)
2 python-requests/2.32.3
`;

/**
 * What the words in braces stand for, one a line, the most common value first: position n is drawn about twice as
 * often as n + 2.
 */
export const VERSIONS = `
blink: AppleWebKit/537.36 (KHTML, like Gecko)
webkit: AppleWebKit/605.1.15 (KHTML, like Gecko)
chrome: 141 | 140 | 139 | 138 | 137 | 136 | 135 | 134 | 133 | 132 | 131 | 130 | 129 | 128 | 126 | 125 | 124 | 122 | 120
oldChrome: 119 | 116 | 114 | 112 | 109 | 106 | 103 | 100 | 96 | 91 | 87 | 80 | 74 | 67 | 59
build: 7390 | 7339 | 7258 | 7204 | 7151 | 7103 | 7049 | 6998 | 6943 | 6834 | 6778 | 6723
patch: 122 | 185 | 138 | 66 | 92 | 48 | 107 | 58 | 76 | 39
edgeBuild: 3537 | 3485 | 3405 | 3351 | 3296 | 3240
oldEdge: 18.17763 | 17.17134 | 18.18363 | 16.16299
firefox: 144 | 143 | 142 | 141 | 140 | 139 | 138 | 136 | 135 | 133 | 131 | 128 | 125 | 121 | 115
safari: 18.6 | 18.5 | 26.0 | 18.4 | 18.3 | 17.6 | 18.1 | 17.5 | 17.4 | 16.6 | 16.6 | 17.1
oldSafari: 15.6 | 14.1 | 15.6 | 13.1 | 12.1 | 14.0 | 15.1 | 11.0
iosDash: 18_6 | 18_5 | 18_7 | 18_4 | 18_3_2 | 17_6_1 | 18_1_1 | 17_5_1 | 17_4_1 | 16_7_12 | 16_6 | 17_1_2
oldIosDash: 15_8_4 | 14_8_1 | 15_6_1 | 13_7 | 12_5_7 | 14_4_2 | 15_1 | 11_4_1
oldMac: 10_14_6 | 10_13_6 | 10_12_6 | 10_11_6 | 10_15_3
android: 14 | 15 | 13 | 12 | 16 | 11 | 10
oldAndroid: 10 | 11 | 9 | 8.1.0 | 12 | 8.0.0 | 7.0 | 7.1.1 | 6.0.1 | 5.1.1
samsung: SM-S911B | SM-A546B | SM-S921B | SM-A536B | SM-A155F | SM-G991B | SM-A346B | SM-S918B | SM-A256B | SM-G781B | SM-A137F | SM-S901B | SM-G973F | SM-A528B | SM-N986B | SM-A127F
galaxyTab: SM-X200 | SM-X510 | SM-T500 | SM-X706B | SM-T870 | SM-T290
xiaomi: 23021RAA2Y | 2201117TY | Redmi Note 11 | M2101K6G | 23117RA68G | 2312DRA50G | Redmi Note 9 Pro | 22101316UG | Mi 9T
pixel: Pixel 8 | Pixel 7a | Pixel 9 | Pixel 7 | Pixel 8 Pro | Pixel 6a | Pixel 9 Pro | Pixel 6
huawei: VOG-L29 | ELE-L29 | MAR-LX1A | ANE-LX1 | POT-LX1 | YAL-L21
oppo: CPH2481 | CPH2387 | CPH2591 | CPH2211 | CPH2309
motorola: moto g54 5G | moto g84 5G | moto g(9) plus | moto e13 | motorola edge 40
samsungBrowser: 28.0 | 27.0 | 29.0 | 26.0 | 25.0 | 24.0
oldSamsungBrowser: 23.0 | 22.0 | 20.0 | 18.0 | 16.0 | 14.2 | 12.1
operaMobile: 90 | 89 | 88 | 86 | 82 | 79 | 76
operaMini: 77.0.2254 | 72.0.2254 | 68.0.2254 | 62.2.2254
opera: 122 | 121 | 120 | 119 | 117 | 114 | 110 | 106
minor: 5 | 6 | 3 | 4 | 1 | 10 | 7
digit: 5 | 2 | 8 | 1 | 7 | 3 | 9 | 4 | 6
`;

/** Words whose values run in parallel: in one user agent they are drawn at the same position. */
export const PARALLEL: Readonly<Record<string, string>> = {
  iosDash: 'ios',
  safari: 'ios',
  oldIosDash: 'oldIos',
  oldSafari: 'oldIos',
};

/** Screen sizes, the most common first. */
export const RESOLUTIONS: Readonly<Record<Screen, string>> = {
  phone: '390x844 393x852 360x800 412x915 414x896 385x854 430x932 360x780 375x667 384x832',
  tablet: '810x1080 820x1180 768x1024 800x1280 834x1194 1024x1366',
  desktop: '1920x1080 1536x864 1366x768 2560x1440 1280x720 1600x900 1440x900 3840x2160 1680x1050 1280x1024',
  mac: '1440x900 1728x1117 1512x982 2560x1440 1470x956 1920x1080 1680x1050',
};
