/**
 * Keeps a full-screen panel inside the visible part of the page: iOS does not shrink an iframe when the
 * keyboard appears, only the page knows how much is left. Returns how to stop.
 */
export function followViewport(panel: HTMLElement): () => void {
  const view = window.visualViewport;
  const place = (): void => {
    panel.style.top = `${view?.offsetTop ?? 0}px`;
    panel.style.height = `${view?.height ?? window.innerHeight}px`;
  };
  place();
  view?.addEventListener('resize', place);
  view?.addEventListener('scroll', place);
  return () => {
    view?.removeEventListener('resize', place);
    view?.removeEventListener('scroll', place);
    panel.style.top = panel.style.height = '';
  };
}
