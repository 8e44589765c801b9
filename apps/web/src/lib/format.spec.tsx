import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { render } from '../testing/render.tsx';
import { formatsFor } from './format.ts';
import { Text, useText } from './i18n.tsx';
import { useShare } from './share.ts';

const now = new Date('2026-11-22T12:00:00Z');

describe('formats', () => {
  it('write a day without moving it to another zone', () => {
    expect(formatsFor('en-GB').day('2026-03-01')).toBe('1 Mar 2026');
    expect(formatsFor('de-DE').day('2026-03-01', 'long')).toBe('Sonntag, 1. März 2026');
  });

  it('write the day of an instant in the zone of the reader, and a day as it is', () => {
    const { day, relative } = formatsFor('en-GB', 'Asia/Seoul');
    expect(day('2026-03-01T20:00:00Z')).toBe('2 Mar 2026');
    expect(relative('2026-03-01T20:00:00Z', now)).toBe('2 Mar 2026');
    expect(day('2026-03-01')).toBe('1 Mar 2026');
    expect(formatsFor('en-GB', 'America/Lima').day('2026-03-01')).toBe('1 Mar 2026');
  });

  it('write an instant in the zone asked for', () => {
    const { instant } = formatsFor('en-GB');
    expect(instant('2026-11-24T13:00:00Z', { zone: 'Asia/Seoul', now })).toBe('Tue 24 Nov, 22:00');
    expect(instant('2026-11-24T13:00:00Z', { zone: 'Europe/Berlin', withDay: false })).toBe('14:00');
  });

  it('name the year of an instant that is half a year off or more', () => {
    const { instant } = formatsFor('en-GB', 'UTC');
    expect(instant('2025-11-12T12:00:00Z', { now })).toBe('Wed, 12 Nov 2025, 12:00');
    expect(instant('2027-01-18T12:00:00Z', { now })).toBe('Mon 18 Jan, 12:00');
    expect(instant('2027-11-22T12:00:00Z', { now })).toBe('Mon, 22 Nov 2027, 12:00');
  });

  it('set the items of a list apart in a language that runs from the right, so that none changes sides', () => {
    const cohorts = ['Spring (2026)', 'First (2025)'];
    expect(formatsFor('ar-EG').list(cohorts)).toBe('\u2068Spring (2026)\u2069 و\u2068First (2025)\u2069');
    expect(formatsFor('ar-EG').list(['سارة', 'ليلى'])).toBe('سارة وليلى');
    expect(formatsFor('de-DE').list(cohorts)).toBe('Spring (2026) und First (2025)');
  });

  it('are relative only under seven days', () => {
    const { relative } = formatsFor('en-GB');
    expect(relative('2026-11-22T11:57:00Z', now)).toBe('3 minutes ago');
    expect(relative('2026-11-23T12:00:00Z', now)).toBe('tomorrow');
    expect(relative('2026-11-14T12:00:00Z', now)).toBe('14 Nov 2026');
  });
});

function Words() {
  const t = useText();
  const share = useShare();
  return (
    <>
      <p>{share(20, 24)}</p>
      <p>{share(0, 0)}</p>
      <p>{t('common.people', { count: 11 })}</p>
      <Text id="common.savedAt" values={{ time: <b>10:42</b> }} />
    </>
  );
}

describe('words', () => {
  it('give a share with its base, and none for a base of nothing', () => {
    render(<Words />);
    expect(screen.getByText('20 of 24, 83%')).toBeTruthy();
    expect(screen.getByText('0 of 0')).toBeTruthy();
  });

  it('follow the six plural forms of Arabic', () => {
    render(<Words />, { locale: 'ar' });
    expect(screen.getByText(/شخصًا/)).toBeTruthy();
  });

  it('carry markup in their values', () => {
    render(<Words />);
    expect(screen.getByText('10:42').tagName).toBe('B');
  });
});
