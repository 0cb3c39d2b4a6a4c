import type { ReactNode } from 'react';
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n/locale.ts';
import { chooseLanguage } from '../../i18n/speak.ts';
import { useDensity, setDensity } from '../../state/density.ts';
import { useStored } from '../../state/persisted.ts';
import { UNDO_WINDOWS, useUndoWindow } from '../../state/preferences.ts';
import { THEMES, useTheme } from '../../state/theme.ts';
import { useMedia } from '../../ui/use-media.ts';
import { Row, Rows, Section, Segments } from './parts.tsx';
import { tSettings } from './texts.ts';

export function Appearance(): ReactNode {
  const { theme, setTheme } = useTheme();
  const density = useDensity();
  const { holdMs, setHoldMs } = useUndoWindow();
  const reduced = useMedia('(prefers-reduced-motion: reduce)');
  return (
    <Section id="appearance" title={tSettings('settings.appearance')} lead={tSettings('look.lead')}>
      <Rows>
        <Row title={tSettings('look.theme')}>
          <Segments
            label={tSettings('look.theme')}
            value={theme}
            choose={setTheme}
            choices={THEMES.map((id) => ({ id, label: tSettings(`look.theme.${id}`) }))}
          />
        </Row>
        <Row title={tSettings('look.density')}>
          <Segments
            label={tSettings('look.density')}
            value={density}
            choose={setDensity}
            choices={(['rows', 'cards'] as const).map((id) => ({ id, label: tSettings(`look.density.${id}`) }))}
          />
        </Row>
        <Language />
        <Row title={tSettings('look.undo')} about={tSettings('look.undoAbout')}>
          <Segments
            label={tSettings('look.undo')}
            value={String(holdMs)}
            choose={(ms) => setHoldMs(Number(ms))}
            choices={UNDO_WINDOWS.map((ms) => ({
              id: String(ms),
              label: ms === 0 ? tSettings('look.undo.off') : tSettings('look.undo.seconds', { seconds: ms / 1_000 }),
            }))}
          />
        </Row>
        <Row title={tSettings('look.motion')} about={tSettings(reduced ? 'look.motionReduced' : 'look.motionFull')} />
      </Rows>
    </Section>
  );
}

function Language(): ReactNode {
  const stored = useStored('language');
  return (
    <Row title={tSettings('look.language')} about={tSettings('look.languageAbout')}>
      <Segments
        label={tSettings('look.language')}
        value={LANGUAGES.find((language) => language === stored) ?? ''}
        choose={chooseLanguage}
        choices={[
          { id: '', label: tSettings('look.language.auto') },
          ...LANGUAGES.map((id) => ({ id, label: LANGUAGE_NAMES[id] })),
        ]}
      />
    </Row>
  );
}
