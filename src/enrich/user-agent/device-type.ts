/** What kind of device a user agent speaks for; `other` is everything without a known system, such as scripts. */
export type DeviceType = 'desktop' | 'mobile' | 'tablet' | 'tv' | 'console' | 'bot' | 'other';

/**
 * Our own rules, tried in this order (uap-core names device models, not kinds):
 * console by name; television by the words of HbbTV, smart TV makers and streaming sticks; tablet by name, or Android
 * without the word `Mobile` (Google's convention for large screens); mobile by name or by `Mobi` (MDN's advice);
 * desktop by operating system. `Tablet PC` and `Touch` in an Internet Explorer are features of a desktop Windows.
 */
const RULES: readonly (readonly [DeviceType, RegExp])[] = [
  ['console', /\b(?:PlayStation|PLAYSTATION|Xbox|Nintendo|Wii\b|OUYA)|\bSHIELD Portable\b/],
  [
    'tv',
    /\bHbbTV\b|\bSMART-TV\b|\bSmart-?TV\b|\bAndroid ?TV\b|\bGoogle ?TV\b|\bApple ?TV\b|\btvOS\b|\bCrKey\b(?!.{0,100}SmartSpeaker)|\bRoku|\bAFT[A-Z]|\bBRAVIA\b|\bWeb0S\b|\bNetCast\b|\bNETTV\b|\bTizen\b.{0,100}\bTV\b|\bVIERA\b|\bAQUOSBrowser\b|\bDLNADOC\b|\bPhilipsTV\b|\bInettvBrowser\b/i,
  ],
  [
    'tablet',
    /\biPad|\bPlayBook\b|\bKindle\b|\bKF[A-Z]{2,6}\b|\bTouchPad\b|\bNexus (?:7|9|10)\b|\bSM-[TPX]\d/,
  ],
  ['tablet', /\bAndroid\b(?!.*\bMobile\b)(?=.*\bTablet\b)|\b(?:Mobile|Android); ?Tablet\b|\bTablet;/],
  [
    'mobile',
    /Mobi|\biPhone|\biPod|\bWindows (?:Phone|CE)\b|\bIEMobile\b|\bBlackBerry|\bBB10\b|\bOpera Mini\b|\bSymbian|\bSymbOS\b|\bSeries ?[346]0\b|\bMIDP-|\bJ2ME\b|\bKAIOS\b|\bNokia|\bSonyEricsson|\bUCWEB|\bwebOS\/|\bwatchOS\b|\bBada\b|\bMeeGo\b|\bDoCoMo\b|\bUP\.Browser\b|\bPalm(?:OS|Source)\b/i,
  ],
];

const ANDROID = /\bAndroid\b|\bAdr \d/;
const DESKTOP_WORDS =
  /\bWindows\b|\bWin(?:98|95|NT| ?9x)|\bmacOS\b|\bMac(?:intosh|\b.{0,4}OS)|\bX11\b|\bCrOS\b/;

const OS_TYPES: Readonly<Record<string, DeviceType>> = {
  iOS: 'mobile',
  Android: 'mobile',
  'Windows Phone': 'mobile',
  'Windows Mobile': 'mobile',
  WatchOS: 'mobile',
  tvOS: 'tv',
  'ATV OS X': 'tv',
  Windows: 'desktop',
  'Mac OS X': 'desktop',
  'Mac OS': 'desktop',
  'Chrome OS': 'desktop',
  Linux: 'desktop',
  Ubuntu: 'desktop',
  Debian: 'desktop',
  Fedora: 'desktop',
  FreeBSD: 'desktop',
  OpenBSD: 'desktop',
  NetBSD: 'desktop',
  Solaris: 'desktop',
};

/** The kind of device, from the user agent and the family of its operating system (as uap-core names it). */
export function deviceType(userAgent: string, osFamily: string): Exclude<DeviceType, 'bot'> {
  for (const [type, words] of RULES) {
    if (words.test(userAgent)) return type === 'bot' ? 'other' : type;
  }
  if (ANDROID.test(userAgent)) return androidWithoutMobile(userAgent);
  const byOs = OS_TYPES[osFamily];
  if (byOs !== undefined && byOs !== 'bot') return byOs;
  return DESKTOP_WORDS.test(userAgent) ? 'desktop' : 'other';
}

/** A browser on Android that is not `Mobile` is on a tablet; an app that only names Android is most likely on a phone. */
function androidWithoutMobile(userAgent: string): 'tablet' | 'mobile' {
  return userAgent.startsWith('Mozilla/') && /Chrome\/|Version\/|Firefox\//.test(userAgent)
    ? 'tablet'
    : 'mobile';
}
