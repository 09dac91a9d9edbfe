/** Headlines, leads and bodies in Spanish. */
export const SPANISH = `
dia:
[lunes|martes|miércoles|jueves|viernes|sábado|domingo]

bueno:
[prometedor|excelente|un éxito|muy bueno]

malo:
[desastroso|decepcionante|preocupante|caótico]

quote:
Es {bueno}, dijo {person}, de {who}.
{person2}, de {company}, calificó la situación de {malo}.
Habrá más detalles el {dia}.

update:
[Actualización: |Corrección: ]

everyday-title:
{company} crea {n} empleos en {place}
{company} recorta {n} puestos en {place}
{body} publica un informe sobre la vivienda en {place}
{person} dirigirá {company}
La calefacción sube un {percent} por ciento en {place}

everyday-lead:
{company} quiere invertir en {place}, donde trabajan {n} personas.
La decisión afecta a unos {n} hogares en {place}. {body} lo estudia el {dia}.

launch-title:
{who} lanza {name} con {n} lámparas nuevas

launch-lead:
La tienda {who} ha empezado su campaña {name}; el comienzo en {place} fue {bueno}.

outage-title:
Caída de {who}: {n} mil clientes sin servicio

outage-lead:
Los clientes de {who} en {place} estuvieron {minutes} minutos sin servicio. {person} pidió disculpas.

award-title:
{person} gana en los {name}

award-lead:
{person} fue premiada en {place} por {who} ante un público en pie.

match-title:
{who} gana a {other} con gol de {person}

match-lead:
Ante {n} cientos de espectadores, {who} se midió a {other}.

storm-title:
{name} golpea {place}: {n} mil hogares sin luz

storm-lead:
Rachas de {n} kilómetros por hora azotaron {place}. Los daños son {malo}.

strike-title:
Huelga en {who}: {n} viajes cancelados en {place}

strike-lead:
Los viajeros esperan horas en {place}. {person} pide a {who} un {percent} por ciento más.

summit-title:
{name} abre en {place} con {n} ponentes

summit-lead:
{person}, de {who}, pidió en {place} reglas claras; {body} está de acuerdo.
`;
