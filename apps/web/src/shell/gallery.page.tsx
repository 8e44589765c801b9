import { GalleryPage } from '../ui/gallery.page.tsx';
import { Toasts } from '../ui/toast.tsx';

export default function RoutedGallery() {
  return (
    <main>
      <title>Gallery · Ithaca</title>
      <GalleryPage />
      <Toasts />
    </main>
  );
}
