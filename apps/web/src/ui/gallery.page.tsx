import { GalleryButtons, GalleryLayers, GalleryStates } from './gallery-acting.tsx';
import { GalleryCharts } from './gallery-charts.tsx';
import { GalleryFields } from './gallery-fields.tsx';
import { GalleryFacts, GalleryTables } from './gallery-showing.tsx';
import { PageHeader } from './page-header.tsx';
import { Status } from './status.tsx';

/** Every part of the design system in each of its states: where it is looked at and scanned. */
export function GalleryPage() {
  return (
    <div className="mx-auto flex max-w-300 flex-col gap-8 px-4 py-6 sm:px-8">
      <PageHeader
        title="Gallery"
        description="Every part in each of its states, for those who build and check it."
        crumbs={[{ label: 'Help', href: '/help' }]}
        status={<Status tone="info">For builders</Status>}
      />
      <GalleryButtons />
      <GalleryFields />
      <GalleryTables />
      <GalleryFacts />
      <GalleryCharts />
      <GalleryStates />
      <GalleryLayers />
    </div>
  );
}
