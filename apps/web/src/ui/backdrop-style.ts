/** What lies between the page and a layer that takes over. */
export const backdropStyle =
  'fixed inset-0 z-40 bg-backdrop transition-opacity duration-180 data-entering:opacity-0 data-exiting:opacity-0 data-exiting:duration-120';
