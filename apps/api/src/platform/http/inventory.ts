import type { Route } from '@ithaca/contracts/route';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { INestApplication } from '@nestjs/common';

import { ROUTE } from './endpoint.ts';

/** Router = route table: a handler without an entry, or an entry without a handler, keeps the process from starting. */
export function assertEveryRouteIsServed(app: INestApplication, routes: readonly Route[]): void {
  const served = new Set<string>();
  const faults: string[] = [];
  const scanner = new MetadataScanner();
  for (const { instance } of app.get(DiscoveryService, { strict: false }).getControllers()) {
    if (!instance) continue;
    const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
    for (const name of scanner.getAllMethodNames(prototype)) {
      const handler = prototype[name];
      if (!handler || Reflect.getMetadata(METHOD_METADATA, handler) === undefined) continue;
      const route = Reflect.getMetadata(ROUTE, handler) as Route | undefined;
      if (!route || !routes.includes(route))
        faults.push(`${prototype.constructor.name}.${name} has no entry in the route table`);
      else if (served.has(route.id)) faults.push(`${route.id} has two handlers`);
      else served.add(route.id);
    }
  }
  for (const route of routes) if (!served.has(route.id)) faults.push(`${route.id} has no handler`);
  if (faults.length > 0) throw new Error(`The route table and the controllers differ:\n${faults.join('\n')}`);
}
