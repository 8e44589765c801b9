import Monitor from 'lucide-react/icons/monitor';
import Moon from 'lucide-react/icons/moon';
import Sun from 'lucide-react/icons/sun';
import { useState } from 'react';
import { setLocale, useLocale, useText } from '../../../lib/i18n.tsx';
import { currentDensity, currentTheme, densities, setDensity, setTheme, themes } from '../../../lib/theme.ts';
import { localeNames, locales } from '../../../locales/catalogues.ts';
import { setLetters, useLetters } from '../../../shell/keys.ts';
import { Card } from '../../../ui/card.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Switch } from '../../../ui/switch.tsx';

const themeIcons = { system: Monitor, light: Sun, dark: Moon };

/** How it looks on this device; each choice holds at once. */
export default function DisplayPage() {
  const t = useText();
  const { locale } = useLocale();
  const [theme, showTheme] = useState(currentTheme);
  const [density, showDensity] = useState(currentDensity);
  const letters = useLetters();
  return (
    <Card title={t('people.tab.display')} description={t('people.display.what')}>
      <div className="flex flex-col gap-6 pt-2">
        <RadioGroup
          label={t('shell.language')}
          layout="row"
          choices={locales.map((id) => ({ id, label: localeNames[id] }))}
          value={locale}
          onChange={(next) => void setLocale(next, { remember: true })}
        />
        <RadioGroup
          label={t('shell.theme')}
          layout="row"
          choices={themes.map((id) => ({ id, label: t(`shell.theme.${id}`), icon: themeIcons[id] }))}
          value={theme}
          onChange={(next) => {
            setTheme(next);
            showTheme(next);
          }}
        />
        <RadioGroup
          label={t('people.density')}
          layout="row"
          choices={densities.map((id) => ({ id, label: t(`people.density.${id}`) }))}
          value={density}
          onChange={(next) => {
            setDensity(next);
            showDensity(next);
          }}
        />
        <Switch isSelected={letters} onChange={setLetters} description={t('shell.keys.letters.why')}>
          {t('shell.keys.letters')}
        </Switch>
      </div>
    </Card>
  );
}
