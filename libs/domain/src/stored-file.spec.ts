import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { cleanFileName, endingOf } from './stored-file.ts';

describe('the name of an uploaded file', () => {
  it.each([
    ['Plan.pdf', 'pdf', 'Plan.pdf'],
    ['photo.JPEG', 'jpg', 'photo.jpeg'],
    ['invoice.exe', 'pdf', 'invoice.exe.pdf'],
    ['../../etc/passwd', 'txt', 'passwd.txt'],
    ['C:\\Users\\Ana\\notes.md', 'md', 'notes.md'],
    ['.htaccess', 'txt', 'htaccess.txt'],
    ['cod\u202efdp.exe', 'pdf', 'codfdp.exe.pdf'],
    ['a\r\nSet-Cookie: x.pdf', 'pdf', 'aSet-Cookie_ x.pdf'],
    ['', 'png', 'file.png'],
    ['con.txt', 'txt', 'file con.txt'],
    ['خطة العمل.docx', 'docx', 'خطة العمل.docx'],
  ])('%j of a %s becomes %j', (name, ending, expected) => {
    expect(cleanFileName(name, ending)).toBe(expected);
  });

  it('is one line without folders, ends as the content says, and is clean once cleaned', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom('pdf', 'txt', 'jpg'),
        (name, ending) => {
          const clean = cleanFileName(name, ending);
          expect(clean).not.toMatch(/[/\\\p{Cc}\p{Cf}"]/u);
          expect([ending, ending === 'jpg' ? 'jpeg' : ending]).toContain(endingOf(clean));
          expect(cleanFileName(clean, ending)).toBe(clean);
          expect([...clean].length).toBeLessThanOrEqual(130);
        },
      ),
    );
  });
});
