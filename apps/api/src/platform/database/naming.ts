import { DefaultNamingStrategy } from 'typeorm';

/** camelCase properties, snake_case columns. */
export class SnakeNaming extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined, prefixes: string[]): string {
    return [
      ...prefixes,
      customName ?? propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    ].join('_');
  }
}
