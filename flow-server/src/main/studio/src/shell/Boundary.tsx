import { Component, type ReactNode } from 'react';
import { ErrorView } from '../kit';

/** Keeps the frame when a page breaks. */
export class Boundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    return this.state.error ? <ErrorView error={this.state.error} retry={() => this.setState({ error: null })} /> : this.props.children;
  }
}
