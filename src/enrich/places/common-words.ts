/**
 * Names of cities, own or other, that are everyday words (in posts they are seldom a place). They count only with their
 * country or division: `Nice, France`, `Mobile, AL`.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  (
    'to of time can best come than say much man same most hit buy mon deal march nice goes name date rest gay luck tour ' +
    'along turn sale reading okay young holiday god surprise police save solo mine hang wedding yoga bar green google ' +
    'mobile pop normal naruto soul gold central drama cat opportunity airport drug bank rich david tape jam soo marks ' +
    'bell un split boo federal sake rugby alot male pace pa monster punch dig hook begun spring anthem golden orange ' +
    'independence union hurricane se bear bath obama manage gap tunes walker liberal officer saga fate ye bay tank ' +
    'university boom kanye paradise wil hire bush nokia bow tours wa spoken midway po para dining mile san basic semi ' +
    'mascara pen hun hail batman sunrise brick moron vine manga dual sim roles cypress temple savage summit retreat ' +
    'sunset horn bone coin amen lone panda hub bend alliance humble bake sues dome victor liberty roses pets oi sour sur ' +
    'torn tak anew killin lend forest chin salt lion ho papa guna caller toda sana goto adam roman brad eagle crystal ' +
    'kaya bona meds mets bah bra bla tequila lime naga bo pout nan mason sparks superior mocha mercedes gente ans ze itu ' +
    'una terrace bale kong killa turbo tame minster kilo sig shone lens loos dandy butterfly deli bada homo nur ama kami ' +
    'toon shu alley plunge dire conception bol apex mentor vineyard badger republic prosper home heaven hell moon earth ' +
    'mars world nowhere everywhere internet online here there house bed space universe galaxy void dream dreams ' +
    'wonderland gotham kita baru lagi casa mundo hogar maison rumah hier aqui luna sol mar cielo vida paz amor ' +
    'hati alam dunia bumi surga hutan pantai desa kota loving love life happy lucky magic mystic wonder star stars sea ' +
    'ocean beach river lake mountain valley island garden park village town city street road bridge tower castle ' +
    'church school college hospital station market shop store office work sleep mind heart head body hand eye ' +
    'anywhere somewhere elsewhere outside inside behind above below under over left right north south east west ' +
    'he she they him her them his hers it its me my you your we our us all any none null unknown secret private ' +
    'boy girl boys girls woman men women king queen prince princess angel devil demon dragon wolf fox tiger ' +
    'asia africa europe america arctic antarctica earthling mary lost global twitter facebook ' +
    'data code web site page link bio blog news music art film game games sport'
  ).split(' '),
);

/** Words around the name of a place that say nothing about which one it is. */
export const LEADING: ReadonlySet<string> = new Set(
  (
    'greater downtown central north south east west northern southern eastern western northeast northwest southeast ' +
    'southwest near around based born live living lives currently from in the somewhere sunny rainy beautiful inner old ' +
    'upper lower metro city of de en em aus from di à a im il la bei nahe nähe raum zwischen entre near vor'
  ).split(' '),
);
export const TRAILING: ReadonlySet<string> = new Set(
  'city area metro metropolitan region county suburbs born based bound town state province district bay based native'.split(
    ' ',
  ),
);

/** Countries whose names are also names of people or things: not looked for inside a sentence. */
export const NOT_IN_SENTENCES: ReadonlySet<string> = new Set(
  'jordan chad turkey georgia guinea niger mali cuba israel china america oman iran victoria virginia carolina jersey maine'.split(
    ' ',
  ),
);
