import { useState, type ReactNode } from 'react';
import type { Settings } from '../../../contract/settings.ts';
import { askForNotices, useNoticePermission, useNoticesOff } from '../notifications/browser-notices.ts';
import { tNotices } from '../notifications/texts.ts';
import { playTone } from '../notifications/tone.ts';
import { Button } from '../../ui/button.tsx';
import { Row, Rows, Section, Switch } from './parts.tsx';
import { Rules } from './rules.tsx';
import { Targets } from './targets.tsx';
import { tSettings } from './texts.ts';

/** Who is told what, when and where. */
export function Notifications({ settings }: { settings: Settings }): ReactNode {
  return (
    <Section id="notifications" title={tSettings('settings.notifications')} lead={tSettings('tell.lead')}>
      <Rows>
        <ThisBrowser />
        <SoundRow />
      </Rows>
      <Rules settings={settings} />
      <Targets settings={settings} />
    </Section>
  );
}

/** Asks the browser only when somebody presses. */
export function ThisBrowser(): ReactNode {
  const permission = useNoticePermission();
  const { off, setOff } = useNoticesOff();
  const state = permission === 'granted' && off ? 'off' : permission;
  return (
    <Row title={tSettings('tell.browser')} about={<span role="status">{tSettings(`tell.browser.${state}`)}</span>}>
      {permission === 'default' ? (
        <Button look="primary" onClick={() => void askForNotices()}>
          {tSettings('tell.allow')}
        </Button>
      ) : null}
      {permission === 'granted' ? (
        <>
          {off ? null : <Button onClick={showOne}>{tSettings('tell.try')}</Button>}
          <Switch label={tSettings('tell.show')} on={!off} turn={(on) => setOff(!on)} />
        </>
      ) : null}
    </Row>
  );
}

function showOne(): void {
  const notification = new Notification(tNotices('notice.testTitle'), {
    body: tNotices('notice.testBody'),
    tag: 'amc test',
    silent: true,
    icon: '/favicon.svg',
  });
  notification.addEventListener('click', () => {
    window.focus();
    notification.close();
  });
}

function SoundRow(): ReactNode {
  const [silent, setSilent] = useState(false);
  const hear = (): void => void playTone().then((heard) => setSilent(!heard));
  return (
    <Row title={tSettings('tell.sound')} about={tSettings(silent ? 'tell.silent' : 'tell.soundAbout')}>
      <Button onClick={hear}>{tSettings('tell.hear')}</Button>
    </Row>
  );
}
