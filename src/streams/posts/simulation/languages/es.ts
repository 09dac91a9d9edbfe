/** What people write in Spanish. */
export const SPANISH = `
cuando:
[esta mañana|esta noche|ayer|anoche|hoy|el {dia}|hace {small} días|esta semana|el fin de semana]

dia:
[lunes|martes|miércoles|jueves|viernes|sábado|domingo]

sitio:
[la cafetería|la panadería|la librería|el museo|el cine|la biblioteca|el mercado|el parque|la exposición|la estación|la tienda de discos|el gimnasio]

genial:
[maravilloso|genial|precioso|increíble|fantástico|estupendo|una alegría|perfecto|lo mejor|buenísimo]

malo:
[horrible|terrible|una vergüenza|decepcionante|un desastre|insoportable|una pesadilla|pésimo|lo peor|un asco]

alegre:
[Qué día tan bonito.|Estoy muy feliz.|Muchas gracias a todos.|Lo recomiendo muchísimo.|Gracias, {person}.|Me alegró la semana.|Volvería mañana mismo.|Todo {place} debería verlo.]

triste:
[Nunca más.|Qué pena.|Qué decepción.|Perdí {minutes} minutos.|Así no se puede.|Ni {person} lo aguanta.|Pobre {place}.|Pagué {price} por nada.]

neutro:
[Más el {dia}.|¿Alguien sabe algo?|Solo para informar.|Saludos desde {place}.|Van {n} personas.|Fuente: {person}.|Ya veremos.]

everyday-good:
{genial} lo de {sitio} en {place} {cuando}, gracias a {person}.
Vacaciones en {place}, el tiempo es {genial}. {alegre}
Me reí tanto con {person} en {sitio} {cuando}. {alegre}
Empiezo en {company} el {dia}, qué alegría tan grande.
Vi {film} y es {genial}, {person} está enorme. {alegre}
Corrí {small} kilómetros por {place} y fue {genial}.

everyday-bad:
{minutes} minutos esperando en {sitio} de {place}, {malo}.
La atención de {company} es {malo}. {triste}
Otra vez cancelado mi vuelo a {place}, {malo}.
{film} es {malo}, una pena por {person}. {triste}
Llevo {small} días sin agua caliente, esto es {malo}. {triste}
Pagué {price} y no funciona, {malo}. {triste}

everyday-plain:
Reunión con {person} en {place} el {dia} a las {small}.
{company} se muda de {place} a las afueras, afecta a {n} personas.
{body} publica {cuando} un informe sobre {place}. {neutro}
¿Alguien sabe a qué hora abre {sitio} en {place} el {dia}?
Busco bicicleta de segunda mano por {price}, zona de {place}.
Tren a {place}, {minutes} minutos, andén {small}.
{person} da una charla en {sitio} de {place} el {dia}.

shop-good:
Llegó mi lámpara {model} de Lumera y es {genial}. {alegre}
Lumera entregó la {model} en {place} en {small} días, servicio {genial}.
La {model} de Lumera por {price}: {genial}. {alegre}

shop-bad:
Mi lámpara {model} de Lumera llegó rota, {malo}. {triste}
@lumera la {model} parpadea después de {small} días, {malo}.

shop-plain:
¿La lámpara {model} de Lumera es regulable? {neutro}
¿{model} de Lumera o algo de {rival}? {neutro}

launch-good:
#{tag} de {who} es {genial}, ya pedí la {model}. {alegre}
Me encanta {name}, la {model} es {genial}.

launch-bad:
¿{name}? La {model} se agotó en {minutes} minutos, {malo}.
Los precios de {name} son {malo}: {price}. {triste}

launch-plain:
{who} empieza hoy {name}, {n} lámparas desde {price}.
{person} presenta {name} de {who} en {place}. {neutro}

outage-good:
{who} volvió después de {minutes} minutos, gracias al equipo. {alegre}

outage-bad:
{who} está caído otra vez, {minutes} minutos, {malo}.
¿{who} no funciona en {place}? Esto es {malo}. {triste}
{n} pedidos perdidos por culpa de {who}, {malo}.

outage-plain:
{who} confirma una caída en {place} desde las {small}.

award-good:
¡Ganó {person} en los {name}! {genial}, merecidísimo.
{small} premios para {film} en los {name}. {alegre}

award-bad:
{film} se va sin nada de los {name}, {malo}. {triste}

award-plain:
Los {name} empiezan en {minutes} minutos en {place}.

match-good:
¡Golazo de {person}! {who} juega {genial}.
{who} gana {small2} a 0 contra {other}. {alegre}

match-bad:
{who} juega {malo} contra {other}. {triste}
Nunca fue penalti, el árbitro es {malo}.

match-plain:
{small2} a {small2} entre {who} y {other}, minuto {minutes}.

storm-good:
Volvió la luz en {place}, gracias a todos los que ayudaron. {alegre}

storm-bad:
{name} en {place}: sin luz desde hace {small} horas, {malo}. {triste}

storm-plain:
{name} llega a {place} a las {small}, rachas de {n} km/h.

strike-bad:
Huelga en {who}: {small} horas tirados en {place}, {malo}. {triste}

strike-plain:
{who} cancela {n} viajes a {place} el {dia}.

summit-good:
La charla de {person} en {place} fue {genial}. {alegre}

summit-plain:
{person} de {who} habla en {name} a las {small}.
{body} y {who} firman un acuerdo en {place}.

talk-plain:
#{tag} yo en {sitio} de {place} con {person}.

talk-good:
#{tag} me hace reír, {genial}. {alegre}

talk-bad:
Ya basta con #{tag}, {malo}.

reply-good:
[¡Es verdad, {genial}!|Felicidades, es {genial}.|Gracias por compartir. {alegre}]

reply-bad:
[Lo siento mucho, {malo}.|Aquí en {place} igual. {triste}|No, fue {malo}.]

reply-plain:
[¿En qué parte de {place}?|¿El {dia} a las {small}?|Creo que {person} lo sabe.|¿Hay alguna fuente?]

short-good:
[qué bonito|buenos días a todos|me encanta|felicidades|por fin viernes]

short-bad:
[otra vez no|qué triste|no puedo más|qué horror]

short-plain:
[buenas noches|¿alguna novedad?|ya voy|otra vez lunes]
`;
