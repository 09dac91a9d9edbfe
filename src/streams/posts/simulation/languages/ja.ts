/** What people write in Japanese: no blanks between words, so that a reader of tokens has to find them. */
export const JAPANESE = `
いつ:
[今朝|今夜|昨日|昨夜|今日|{曜日}|{small}日前|今週|週末]

曜日:
[月曜日|火曜日|水曜日|木曜日|金曜日|土曜日|日曜日]

店:
[カフェ|パン屋|本屋|美術館|映画館|図書館|商店街|公園|喫茶店|駅|レコード屋]

最高:
[最高です|素晴らしい|とても嬉しい|本当に素敵|大好き|完璧です|感動しました|すごく良かった]

最悪:
[最悪です|ひどい|がっかりしました|本当に残念|悲しい|もう嫌だ|許せない|つらい]

喜び:
[ありがとうございます！|おすすめです。|また行きたい。|幸せです。|{person}さんに感謝。|{place}の皆さんもぜひ。]

悲しみ:
[二度と行かない。|残念です。|{minutes}分も無駄にした。|{price}も払ったのに。|もう疲れた。]

普通:
[続きは{曜日}に。|誰か知っていますか？|お知らせです。|{place}からです。|今のところ{n}人。]

everyday-good:
{いつ}{place}の{店}に{person}さんと行きました。{最高}。{喜び}
{曜日}から{company}で働きます。{最高}！
{film}を見ました。{person}さんの演技が{最高}。
{place}を{small}キロ走りました。{最高}。{喜び}

everyday-bad:
{place}の{店}で{minutes}分待たされた。{最悪}。{悲しみ}
{company}の対応が{最悪}。{悲しみ}
{place}行きの電車がまた運休。{最悪}。
{film}は期待外れ。{最悪}。

everyday-plain:
{曜日}の{small}時に{place}の{店}で{person}さんと会います。
{place}の{店}は{曜日}は何時からですか？{普通}
{place}まで{minutes}分、{small}番線です。
{company}が{place}に事務所を開きます。{n}人規模。

shop-good:
Lumeraの{model}が届きました。{最高}。{喜び}
Lumeraの照明{model}、{place}まで{small}日で到着。{最高}。

shop-bad:
Lumeraの{model}が壊れて届いた。{最悪}。{悲しみ}

shop-plain:
Lumeraの{model}は調光できますか？{普通}

launch-good:
{who}の{name}、{最高}。{model}を注文しました。 #{tag}

launch-plain:
{who}の{name}が今日から始まります。{n}種類、{price}から。

outage-bad:
{who}がまた落ちた。もう{minutes}分。{最悪}。
{place}で{who}が使えない。{最悪}。{悲しみ}

outage-plain:
{who}が{place}での障害を確認。{small}時から。

award-good:
{person}さん、{name}受賞おめでとう！{最高}。

award-plain:
{name}はあと{minutes}分で{place}から放送です。

match-good:
{person}のゴール！{who}、{最高}！
{who}が{other}に{small2}対0で勝利。{喜び}

match-bad:
{who}、{other}に完敗。{最悪}。

match-plain:
{who}対{other}、{minutes}分で{small2}対{small2}。

storm-bad:
{place}は停電{small}時間。{最悪}。{悲しみ}

storm-plain:
台風は{small}時頃に{place}へ、風速{n}キロ。

talk-plain:
私の #{tag} は{place}の{店}です。{普通}

talk-good:
#{tag} に笑った。{最高}。

reply-good:
[本当に{最高}！|おめでとうございます。{最高}。|共有ありがとう。{喜び}]

reply-bad:
[それは{最悪}ですね。|{place}も同じです。{悲しみ}]

reply-plain:
[{place}のどこですか？|{曜日}の{small}時ですか？|{person}さんが知っていると思います。]

short-good:
[かわいい|おはようございます|最高|おめでとう|ありがとう]

short-bad:
[つらい|悲しい|もう無理|最悪]

short-plain:
[おやすみなさい|なるほど|了解です|また月曜日]
`;
