import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { BadRequestException, UnsupportedMediaTypeException } from '@nestjs/common';

/** JSON is UTF-8 (RFC 8259). A body parser would put U+FFFD in the place of every wrong byte, and that would be stored. */
export function assertUtf8(_: IncomingMessage, __: ServerResponse, bytes: Buffer, encoding: string): void {
  if (encoding.toLowerCase() !== 'utf-8') throw new UnsupportedMediaTypeException();
  if (!isUtf8(bytes)) throw new BadRequestException();
}
