import { Link, useLocation, useSearchParams } from 'wouter';
import { homePhrases } from '../../resident/home-phrases.ts';
import { Page } from '../../resident/shell/Page.tsx';
import { usePhrases } from '../../ui/i18n/index.ts';
import { buttonClass } from '../../ui/kit/index.ts';
import { PhoneSignIn } from './ResidentSignIn.tsx';
import { useSession } from './resident-session.ts';
import { sessionPhrases } from './session-phrases.ts';

export function ResidentSignInPage() {
  const t = usePhrases(sessionPhrases);
  const home = usePhrases(homePhrases);
  const session = useSession();
  const [, navigate] = useLocation();
  const [search] = useSearchParams();
  return (
    <Page title={t('signIn')} back="/me">
      <div className="stack">
        <div className="card">
          <PhoneSignIn onDone={() => navigate(insideOnly(search.get('to')), { replace: true })} />
        </div>
        {session.data?.demo && (
          <Link to="/demo" className={buttonClass({ wide: true })}>
            {home('demo')}
          </Link>
        )}
      </div>
    </Page>
  );
}

/** A link from elsewhere must not lead away after signing in. */
function insideOnly(to: string | null): string {
  return to?.startsWith('/') && !to.startsWith('//') && !to.includes('\\') ? to : '/me';
}
