import { Alert, App, Button, Input } from 'antd';
import { DeedDialog, Refusal } from '../../console/look/DeedForm.tsx';
import { Ago } from '../../console/look/Due.tsx';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useStaffSession } from '../../console/session/session.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import type { PickedOrg } from '../report-ins/ConsoleOrgPicker.tsx';
import { calendarConsolePhrases } from './calendar-console-phrases.ts';
import { feedAddress, useFeeds } from './feeds.ts';

/** Of many places the first few: more buttons would hide what else is offered. */
const mostPlaces = 3;

/** Addresses under which a calendar program reads: mine, those of the organisation one looks at, or all that a place is open to. */
export function ConsoleFeeds({
  open,
  org,
  onClose,
}: {
  open: boolean;
  org: PickedOrg | null;
  onClose: () => void;
}) {
  const t = usePhrases(calendarConsolePhrases);
  const { message } = App.useApp();
  const { posts } = useStaffSession();
  const covered = posts.flatMap(({ covers }) =>
    covers.map(({ areaCode, name }) => [areaCode, name] as const),
  );
  const places = [...new Map(covered)].slice(0, mostPlaces);
  const { list, make, withdraw, present } = useFeeds(open);
  const made = make.data === undefined ? null : feedAddress(make.data.address);
  const copy = async (address: string) => {
    await navigator.clipboard.writeText(address);
    message.success(t('copied'));
  };
  return (
    <DeedDialog open={open} title={t('addToMine')} onClose={onClose}>
      <div className="feeds">
        <p>{t('feedLead')}</p>
        <Refusal error={make.error ?? withdraw.error} />
        <p className="feed-deeds">
          <Button loading={make.isPending} onClick={() => make.mutate({ scope: 'mine' })}>
            {t('feedMine')}
          </Button>
          {org === null ? null : (
            <Button loading={make.isPending} onClick={() => make.mutate({ scope: 'org', orgId: org.orgId })}>
              {t('feedOrg', { name: org.name })}
            </Button>
          )}
          {places.map(([areaCode, name]) => (
            <Button
              key={areaCode}
              loading={make.isPending}
              onClick={() => make.mutate({ scope: 'area', areaCode })}
            >
              {t('feedPlace', { name })}
            </Button>
          ))}
        </p>
        {made === null ? null : (
          <Alert
            type="success"
            role="status"
            title={t('feedMade')}
            description={
              <>
                <p>{t('feedOnce')}</p>
                <Input.TextArea
                  className="feed-address"
                  aria-label={t('feedAddress')}
                  autoSize
                  readOnly
                  value={made.plain}
                />
                <p className="feed-deeds">
                  <Button type="primary" onClick={() => void copy(made.plain)}>
                    {t('copy')}
                  </Button>
                  <Button href={made.program}>{t('feedOpen')}</Button>
                </p>
              </>
            }
          />
        )}
        <h2 className="feeds-title">{t('feedsMine')}</h2>
        {list.isPending ? (
          <LoadingLines lines={2} />
        ) : list.data === undefined ? (
          <FailedState error={list.error} onRetry={() => void list.refetch()} />
        ) : present.length === 0 ? (
          <p className="soft">{t('feedsNone')}</p>
        ) : (
          <ul className="feed-list">
            {present.map((feed) => (
              <li key={feed.feedId}>
                <span>
                  {feed.name}{' '}
                  <span className="soft">
                    <Ago at={feed.madeAt} />
                  </span>
                </span>
                <Button
                  loading={withdraw.isPending && withdraw.variables === feed.feedId}
                  aria-label={t('feedWithdrawOf', { name: feed.name })}
                  onClick={() => withdraw.mutate(feed.feedId)}
                >
                  {t('feedWithdraw')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </DeedDialog>
  );
}
