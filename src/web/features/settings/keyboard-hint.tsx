import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { openHelp } from '../keyboard/help-dialog.tsx';
import { Row, Rows, Section } from './parts.tsx';
import { tSettings } from './texts.ts';

export function KeyboardHint(): ReactNode {
  return (
    <Section id="keyboard" title={tSettings('settings.keyboard')}>
      <Rows>
        <Row title={tSettings('keysHint.show')} about={tSettings('keysHint.lead')}>
          <Button keyHint="?" onClick={openHelp}>
            {tSettings('keysHint.show')}
          </Button>
        </Row>
      </Rows>
    </Section>
  );
}
