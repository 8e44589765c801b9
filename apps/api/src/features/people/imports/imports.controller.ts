import { Controller } from '@nestjs/common';
import { importRoutes as routes } from '@ithaca/contracts/imports';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { ImportUndo } from './import-undo.ts';
import { exportRejects, getImport, getRow, listImports, listKept, listRows } from './imports.queries.ts';
import { ImportsService } from './imports.service.ts';

@Controller()
export class ImportsController {
  constructor(
    private readonly db: Database,
    private readonly imports: ImportsService,
    private readonly importUndo: ImportUndo,
  ) {}

  @Endpoint(routes.list)
  list(@Caller() actor: Actor, @Input() { query }: InputOf<typeof routes.list>) {
    return listImports(this.db, actor, query);
  }

  @Endpoint(routes.upload)
  async upload(@Caller() actor: Actor, @Input() { query, body }: InputOf<typeof routes.upload>) {
    return getImport(this.db, actor, await this.imports.upload(actor, query.fileName, body));
  }

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getImport(this.db, actor, params.importId);
  }

  @Endpoint(routes.reread)
  async reread(@Caller() actor: Actor, @Input() { params, body, version }: InputOf<typeof routes.reread>) {
    await this.imports.reread(actor, params.importId, body, version);
    return getImport(this.db, actor, params.importId);
  }

  @Endpoint(routes.setMapping)
  async setMapping(
    @Caller() actor: Actor,
    @Input() { params, body, version }: InputOf<typeof routes.setMapping>,
  ) {
    await this.imports.setMapping(actor, params.importId, body, version);
    return getImport(this.db, actor, params.importId);
  }

  @Endpoint(routes.listRows)
  listRows(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.listRows>) {
    return listRows(this.db, actor, params.importId, query);
  }

  @Endpoint(routes.changeRow)
  async changeRow(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.changeRow>) {
    await this.imports.changeRow(actor, params.importId, params.line, body.cells);
    return getRow(this.db, actor, params.importId, params.line);
  }

  @Endpoint(routes.mend)
  async mend(@Caller() actor: Actor, @Input() { params, body, version }: InputOf<typeof routes.mend>) {
    const mended = await this.imports.mend(actor, params.importId, body, version);
    return { import: await getImport(this.db, actor, params.importId), mended };
  }

  @Endpoint(routes.run)
  async run(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.run>) {
    await this.imports.run(actor, params.importId, version);
    return getImport(this.db, actor, params.importId);
  }

  @Endpoint(routes.undo)
  async undo(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.undo>) {
    const kept = await this.importUndo.undo(actor, params.importId, version);
    return { import: await getImport(this.db, actor, params.importId), kept };
  }

  @Endpoint(routes.rejects)
  rejects(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.rejects>) {
    return exportRejects(this.db, actor, params.importId, query.locale);
  }

  @Endpoint(routes.listKept)
  async listKept(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.listKept>) {
    return { items: await listKept(this.db, actor, params.importId) };
  }

  @Endpoint(routes.discard)
  discard(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.discard>) {
    return this.imports.discard(actor, params.importId, version);
  }
}
