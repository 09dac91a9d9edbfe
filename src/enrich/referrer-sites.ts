/** What kind of place a visitor came from. */
export type ReferrerKind = 'search' | 'social' | 'email' | 'ai';

/** A search engine, social network, mail service or AI assistant. */
export interface KnownSite {
  readonly kind: ReferrerKind;
  readonly network: string;
}

/**
 * Our own list. A row is `network: where it is met`:
 * - `host.tld` stands for itself and all hosts below it; the longest one that fits counts (`mail.google.com` before `google.*`)
 * - `name.*` stands for the registrable name under every public suffix, and all hosts below it (`google.co.uk`)
 * - `sub.name.*` the same, for hosts that start so (`mail.yahoo.*`)
 * - `app:id` stands for a mobile app (`android-app://id`, `ios-app://id`)
 */
const ROWS: Readonly<Record<ReferrerKind, string>> = {
  search: `
Google: google.* app:com.google.android.googlequicksearchbox app:com.google.android.apps.searchlite app:284815942
Bing: bing.* app:com.microsoft.bing app:345323231
Yahoo: yahoo.*
DuckDuckGo: duckduckgo.com duck.com ddg.gg app:com.duckduckgo.mobile.android app:663592361
Yandex: yandex.* ya.ru app:ru.yandex.searchplugin
Baidu: baidu.* app:com.baidu.searchbox
Naver: search.naver.com naver.com app:com.nhn.android.search
Daum: search.daum.net daum.net app:net.daum.android.daum
Sogou: sogou.com
360 Search: so.com haosou.com
Shenma: sm.cn
Toutiao Search: so.toutiao.com
Ecosia: ecosia.org app:com.ecosia.android
Startpage: startpage.* ixquick.com
Brave Search: search.brave.com
Qwant: qwant.com app:com.qwant.liberty
Mojeek: mojeek.com mojeek.co.uk
Swisscows: swisscows.com swisscows.ch
Kagi: kagi.com
Seznam: search.seznam.cz seznam.cz
Mail.ru Search: go.mail.ru
Rambler: nova.rambler.ru rambler.ru
Sputnik: sputnik.ru
AOL: aol.* aolsearch.com
Ask: ask.com
Dogpile: dogpile.com
MetaGer: metager.de metager.org
WebCrawler: webcrawler.com
InfoSpace: infospace.com
Lycos: lycos.com search.lycos.com
Excite: excite.com excite.co.jp
Gibiru: gibiru.com
Ekoru: ekoru.org
Lilo: search.lilo.org lilo.org
Gigablast: gigablast.com
You.com: you.com
Presearch: presearch.com presearch.org
Searx: searx.* searxng.*
Coc Coc: coccoc.com
Zum: search.zum.com zum.com
Nate: search.nate.com nate.com
goo: search.goo.ne.jp goo.ne.jp
BIGLOBE: search.biglobe.ne.jp
So-net: search.so-net.ne.jp
Virgilio: ricerca.virgilio.it virgilio.it
Libero: ricerca.libero.it
Orange: lemoteur.orange.fr
Onet: szukaj.onet.pl
Wirtualna Polska: szukaj.wp.pl
T-Online: suche.t-online.de
Web.de: suche.web.de
GMX: suche.gmx.net suche.gmx.at
Walla: search.walla.co.il
Sapo: pesquisa.sapo.pt
UOL: busca.uol.com.br
Bluewin: search.bluewin.ch
Petal Search: petalsearch.com
Privado: search.privado.com
Mullvad Leta: leta.mullvad.net
`,
  social: `
Facebook: facebook.com fb.com fb.me fb.watch app:com.facebook.katana app:com.facebook.lite app:284882215
Messenger: messenger.com m.me app:com.facebook.orca
Instagram: instagram.com ig.me app:com.instagram.android app:389801252
Threads: threads.net threads.com app:com.instagram.barcelona
WhatsApp: whatsapp.com wa.me app:com.whatsapp app:310633997
X: x.com twitter.com t.co app:com.twitter.android app:333903271
LinkedIn: linkedin.com lnkd.in app:com.linkedin.android app:288429040
Pinterest: pinterest.* pin.it app:com.pinterest app:429047995
Reddit: reddit.com redd.it app:com.reddit.frontpage app:1064216828
TikTok: tiktok.com tiktokv.com app:com.zhiliaoapp.musically app:com.ss.android.ugc.trill app:835599320
Douyin: douyin.com iesdouyin.com
YouTube: youtube.com youtu.be youtube-nocookie.com app:com.google.android.youtube app:544007664
Snapchat: snapchat.com snap.com app:com.snapchat.android app:447188370
Telegram: telegram.org telegram.me t.me app:org.telegram.messenger app:org.telegram.plus app:686449807
Discord: discord.com discordapp.com discord.gg app:com.discord
Slack: slack.com slack-redir.net app:com.slack
Bluesky: bsky.app bsky.social app:xyz.blueskyweb.app
Mastodon: joinmastodon.org mastodon.* mstdn.* mas.to mstdn.jp pawoo.net fosstodon.org hachyderm.io infosec.exchange chaos.social mathstodon.xyz techhub.social ioc.exchange sfba.social social.vivaldi.net troet.cafe norden.social det.social ruhr.social social.tchncs.de aus.social kolektiva.social universeodon.com c.im piaille.fr toot.community indieweb.social journa.host social.coop androiddev.social ravenation.club mamot.fr toot.io phanpy.social elk.zone app:org.joinmastodon.android
Misskey: misskey.io misskey.*
Pixelfed: pixelfed.social pixelfed.*
Lemmy: lemmy.world lemmy.ml lemm.ee
Tumblr: tumblr.com t.umblr.com app:com.tumblr
Flickr: flickr.com flic.kr
Vimeo: vimeo.com
Twitch: twitch.tv
Dailymotion: dailymotion.com dai.ly
Quora: quora.com app:com.quora.android
Medium: medium.com
Substack: substack.com
Hacker News: news.ycombinator.com
Lobsters: lobste.rs
Stack Overflow: stackoverflow.com
Digg: digg.com
Mix: mix.com stumbleupon.com
Pocket: getpocket.com
Flipboard: flipboard.com
Nextdoor: nextdoor.com nextdoor.*
Meetup: meetup.com
Goodreads: goodreads.com
Behance: behance.net
Dribbble: dribbble.com
DeviantArt: deviantart.com
VKontakte: vk.com vkontakte.ru vk.ru app:com.vkontakte.android
Odnoklassniki: ok.ru odnoklassniki.ru app:ru.ok.android
My World: my.mail.ru
LiveJournal: livejournal.com
Dzen: dzen.ru
Weibo: weibo.com weibo.cn t.cn app:com.sina.weibo
WeChat: weixin.qq.com mp.weixin.qq.com wechat.com app:com.tencent.mm
QQ: qzone.qq.com
Xiaohongshu: xiaohongshu.com xhslink.com
Zhihu: zhihu.com
Douban: douban.com
Bilibili: bilibili.com b23.tv
Kuaishou: kuaishou.com
Baidu Tieba: tieba.baidu.com
LINE: line.me lin.ee app:jp.naver.line.android
KakaoTalk: kakao.com story.kakao.com talk.kakao.com app:com.kakao.talk
Naver Blog: blog.naver.com cafe.naver.com
Band: band.us
Ameba: ameblo.jp ameba.jp
Hatena: hatena.ne.jp
mixi: mixi.jp
note: note.com
Zalo: zalo.me app:com.zing.zalo
Viber: viber.com app:com.viber.voip
Xing: xing.com
Taringa: taringa.net
ShareChat: sharechat.com
Koo: kooapp.com
Gab: gab.com
Truth Social: truthsocial.com
Rumble: rumble.com
Gettr: gettr.com
MeWe: mewe.com
Minds: minds.com
Linktree: linktr.ee
We Heart It: weheartit.com
Houzz: houzz.com houzz.*
Wykop: wykop.pl
Myspace: myspace.com
`,
  email: `
Gmail: mail.google.* inbox.google.com gmail.com app:com.google.android.gm app:422689480
Outlook: outlook.live.com mail.live.com outlook.com outlook.office.com outlook.office365.com hotmail.com safelinks.protection.outlook.com app:com.microsoft.office.outlook app:951937596
Yahoo Mail: mail.yahoo.* ymail.com app:com.yahoo.mobile.client.android.mail
iCloud Mail: icloud.com mail.me.com
AOL Mail: mail.aol.*
Proton Mail: mail.proton.me protonmail.com app:ch.protonmail.android
Tuta: tuta.com tutanota.com mail.tutanota.com
Zoho Mail: mail.zoho.com mail.zoho.eu mail.zoho.in
Fastmail: fastmail.com
GMX: gmx.net gmx.de gmx.at gmx.ch gmx.com app:de.gmx.mobile.android.mail
Web.de: web.de app:de.web.mobile.android.mail
T-Online: email.t-online.de
Freenet: freenet.de
mailbox.org: mailbox.org
Posteo: posteo.de
Mail.ru: e.mail.ru mail.ru touch.mail.ru app:ru.mail.mailapp
Yandex Mail: mail.yandex.* app:ru.yandex.mail
Rambler Mail: mail.rambler.ru
QQ Mail: mail.qq.com exmail.qq.com
NetEase Mail: mail.163.com mail.126.com mail.yeah.net email.163.com
Sina Mail: mail.sina.com.cn mail.sina.cn
Naver Mail: mail.naver.com
Daum Mail: mail.daum.net hanmail.net
Seznam Email: email.seznam.cz
Orange Mail: messagerie.orange.fr mail01.orange.fr
SFR Mail: messagerie.sfr.fr webmail.sfr.fr
Free Mail: webmail.free.fr zimbra.free.fr
La Poste: laposte.net
Libero Mail: mail.libero.it
Virgilio Mail: mail.virgilio.it
Onet Poczta: poczta.onet.pl
WP Poczta: poczta.wp.pl
Interia Poczta: poczta.interia.pl
o2 Poczta: poczta.o2.pl
UOL Mail: mail.uol.com.br
BOL: mail.bol.com.br
Terra Mail: mail.terra.com.br
Comcast: connect.xfinity.com
Rediffmail: mail.rediff.com rediffmail.com
Mailchimp: list-manage.com campaign-archive.com mailchi.mp
HEY: app.hey.com
Superhuman: mail.superhuman.com
Roundcube: roundcube.net
`,
  ai: `
ChatGPT: chatgpt.com chat.openai.com openai.com app:com.openai.chatgpt
Perplexity: perplexity.ai perplexity.com app:ai.perplexity.app.android
Copilot: copilot.microsoft.com copilot.com m365.cloud.microsoft copilot.cloud.microsoft app:com.microsoft.copilot
Gemini: gemini.google.com bard.google.com app:com.google.android.apps.bard
NotebookLM: notebooklm.google.com notebooklm.google
Claude: claude.ai app:com.anthropic.claude
DeepSeek: deepseek.com app:com.deepseek.chat
Grok: grok.com app:ai.x.grok
Meta AI: meta.ai
Mistral: chat.mistral.ai
Poe: poe.com
Phind: phind.com
Character.AI: character.ai
Kimi: kimi.com kimi.moonshot.cn
Doubao: doubao.com
Qwen: chat.qwen.ai tongyi.aliyun.com qianwen.com
Yuanbao: yuanbao.tencent.com
Ernie Bot: yiyan.baidu.com chat.baidu.com
GigaChat: giga.chat
Andi: andisearch.com
iAsk: iask.ai
`,
};

/** Hosts of Google and others that carry a search engine's registrable name, but are neither search nor mail. */
const OTHER_PRODUCTS = `
docs.google.com drive.google.com sites.google.com groups.google.com calendar.google.com meet.google.com chat.google.com
accounts.google.com translate.google.com play.google.com support.google.com developers.google.com cloud.google.com
console.cloud.google.com analytics.google.com ads.google.com merchants.google.com photos.google.com keep.google.com
classroom.google.com colab.research.google.com tagassistant.google.com optimize.google.com lookerstudio.google.com
datastudio.google.com finance.yahoo.com sports.yahoo.com groups.yahoo.com login.yahoo.com metrika.yandex.ru
passport.yandex.ru disk.yandex.ru market.yandex.ru pan.baidu.com baike.baidu.com map.baidu.com shopping.naver.com
smartstore.naver.com pay.naver.com webmaster.yandex.ru
`;

/** Every pattern of the list (`host.tld`, `name.*`, `app:id`) with its site. */
export const KNOWN_SITES: ReadonlyMap<string, KnownSite> = new Map([
  ...kindRows('search'),
  ...kindRows('social'),
  ...kindRows('ai'),
  ...kindRows('email'),
]);

/** Hosts that are none of the four, although the list knows the domain that they are below. */
export const UNKNOWN_HOSTS: ReadonlySet<string> = new Set(OTHER_PRODUCTS.trim().split(/\s+/));

function kindRows(kind: ReferrerKind): (readonly [string, KnownSite])[] {
  return ROWS[kind]
    .trim()
    .split('\n')
    .flatMap((row) => {
      const colon = row.indexOf(': ');
      const site = { kind, network: row.slice(0, colon) };
      return row
        .slice(colon + 2)
        .split(' ')
        .map((pattern) => [pattern, site] as const);
    });
}
