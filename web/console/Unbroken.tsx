import { Component, type ReactNode } from 'react';

interface Props {
  /** Shown instead of what could not be drawn. */
  instead: ReactNode;
  children: ReactNode;
}

/** Keeps one thing that cannot be drawn from taking the desk down with it. */
export class Unbroken extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? this.props.instead : this.props.children;
  }
}
