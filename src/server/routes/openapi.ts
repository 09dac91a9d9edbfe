import { z } from 'zod';
import { openApiDocument } from '../openapi-document.ts';
import { type Route, route } from '../route.ts';

/** The API's own description, made from its routes. */
export function openApiRoutes(version: string, routes: () => readonly Route[]): readonly Route[] {
  let made: object | undefined;
  return [
    route({
      method: 'GET',
      path: '/api/openapi.json',
      access: 'principal',
      summary: 'This document: what the API takes and answers, as OpenAPI 3.1',
      answers: { 200: { about: 'The document', schema: z.record(z.string(), z.unknown()) } },
      handle: () => {
        made ??= openApiDocument(version, routes());
        return made;
      },
    }),
  ];
}
