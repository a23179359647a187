import { Component, type ReactNode } from 'react';
import { ErrorNotice } from '../../ui/kit/index.ts';

/** A page that breaks says so and can be opened again; drafts are kept elsewhere and survive. */
export class Shield extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <main className="content">
        <ErrorNotice
          error={this.state.error}
          onRetry={() => {
            this.setState({ error: null });
            location.assign('/');
          }}
        />
      </main>
    );
  }
}
