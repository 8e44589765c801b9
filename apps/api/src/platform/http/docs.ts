import { createRequire } from 'node:module';
import { dirname } from 'node:path';

import express from 'express';

import { createOpenApi } from './openapi.ts';

const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Ithaca API</title><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><main id="docs"></main><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;
const START = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true, defaultModelsExpandDepth: -1, docExpansion: 'none' });`;

/** The API's document as JSON and as a page to read and try. */
export function serveDocs(server: express.Express): void {
  let document: string | undefined;
  server.get('/api/openapi.json', (_, response) => {
    document ??= JSON.stringify(createOpenApi());
    response.type('application/json').send(document);
  });
  server.get('/api/docs', (_, response) => void response.type('html').send(PAGE));
  server.get('/api/docs/start.js', (_, response) => void response.type('js').send(START));
  server.use('/api/docs', express.static(swagger, { index: false, maxAge: '1d' }));
}
