/** What people write in Portuguese. */
export const PORTUGUESE = `
quando:
[hoje de manhã|hoje à noite|ontem|hoje|na {dia}|há {small} dias|esta semana|no fim de semana]

dia:
[segunda|terça|quarta|quinta|sexta]

otimo:
[maravilhoso|incrível|lindo|fantástico|ótimo|perfeito|uma alegria|sensacional|excelente]

ruim:
[horrível|terrível|uma vergonha|decepcionante|um desastre|insuportável|um pesadelo|péssimo]

feliz:
[Que dia lindo.|Estou muito feliz.|Obrigada a todos!|Recomendo demais.|Obrigado, {person}!|Faria tudo de novo.|{place} inteira devia ver.]

triste:
[Nunca mais.|Que pena.|Que decepção.|Perdi {minutes} minutos.|{price} jogados fora.|Coitada de {place}.]

neutro:
[Mais na {dia}.|Alguém sabe?|Só para informar.|Saudações de {place}.|Até agora {n} pessoas.|Vamos ver.]

everyday-good:
{quando} em {place} com {person} foi {otimo}. {feliz}
Começo na {company} na {dia}, que alegria!
Vi {film} e é {otimo}, {person} está demais. {feliz}
Corri {small} quilômetros em {place}, foi {otimo}.

everyday-bad:
{minutes} minutos de espera em {place}, {ruim}. {triste}
O atendimento da {company} é {ruim}. {triste}
Meu voo para {place} foi cancelado de novo, {ruim}.
{film} é {ruim}, pena por {person}.

everyday-plain:
Reunião com {person} em {place} na {dia} às {small}.
{body} publica {quando} um relatório sobre {place}. {neutro}
Procuro bicicleta usada por {price}, região de {place}.
Trem para {place}, {minutes} minutos, plataforma {small}.
{company} abre um escritório em {place} para {n} pessoas.

shop-good:
Chegou minha luminária {model} da Lumera e é {otimo}. {feliz}
A Lumera entregou a {model} em {place} em {small} dias, {otimo}.

shop-bad:
Minha luminária {model} da Lumera chegou quebrada, {ruim}. {triste}

shop-plain:
A luminária {model} da Lumera tem regulagem? {neutro}

launch-good:
#{tag} da {who} é {otimo}, já pedi a {model}. {feliz}

launch-bad:
{name}? A {model} acabou em {minutes} minutos, {ruim}.

launch-plain:
{who} começa hoje {name}, {n} luminárias a partir de {price}.

outage-bad:
{who} caiu de novo, {minutes} minutos, {ruim}.
{who} não funciona em {place}? Isso é {ruim}. {triste}

outage-plain:
{who} confirma uma falha em {place} desde as {small}.

award-good:
{person} ganhou no {name}! {otimo}, muito merecido.

award-plain:
O {name} começa em {minutes} minutos em {place}.

match-good:
Que gol de {person}! {who} joga {otimo}.
{who} vence {other} por {small2} a 0. {feliz}

match-bad:
{who} é {ruim} contra {other}. {triste}

match-plain:
{small2} a {small2} entre {who} e {other}, minuto {minutes}.

storm-bad:
{name} em {place}: sem luz há {small} horas, {ruim}. {triste}

storm-plain:
{name} chega a {place} às {small}, rajadas de {n} km/h.

strike-bad:
Greve na {who}: parados em {place} há {small} horas, {ruim}. {triste}

strike-plain:
{who} cancela {n} viagens para {place} na {dia}.

summit-good:
A palestra de {person} em {place} foi {otimo}. {feliz}

summit-plain:
{person} da {who} fala no {name} às {small}.

talk-plain:
#{tag} eu em {place} com {person}. {neutro}

talk-good:
#{tag} me faz rir, {otimo}. {feliz}

reply-good:
[É verdade, {otimo}!|Parabéns, isso é {otimo}.|Obrigado por compartilhar. {feliz}]

reply-bad:
[Sinto muito, {ruim}.|Aqui em {place} também. {triste}]

reply-plain:
[Onde em {place}?|Na {dia} às {small}?|Acho que {person} sabe.]

short-good:
[que lindo|bom dia a todos|adorei|parabéns]

short-bad:
[de novo não|que tristeza|não aguento mais]

short-plain:
[boa noite|alguma novidade?|já vou|segunda de novo]
`;
