import { path } from '../../api/client';
import { useResource } from '../../api/resource';
import { CodeView, EmptyState, Loaded } from '../../kit';
import { bytes } from '../shared/format';
import { useParameter } from '../shared/parts';

/** The files of the flow folder, as they were when the run was made. */
export function RunFiles({ name }: { name: string }) {
  const files = useResource<{ files: { path: string; size: number }[] }>(`/runs${path(name)}/snapshot`);
  const [chosen, setChosen] = useParameter('file');
  const shown = chosen || files.data?.files.find((file) => file.path.endsWith('.yaml'))?.path || files.data?.files[0]?.path || '';
  const text = useResource<{ text: string }>(shown ? `/runs${path(name)}/snapshot/${shown.split('/').map(encodeURIComponent).join('/')}` : null);
  return (
    <Loaded resource={files}>
      {({ files: all }) =>
        all.length === 0 ? (
          <EmptyState title="Nothing is kept yet">The files are kept when the run begins.</EmptyState>
        ) : (
          <div className="file-split">
            <nav aria-label="Files" className="file-list">
              {all.map((file) => (
                <button type="button" key={file.path} aria-current={file.path === shown} onClick={() => setChosen(file.path)}>
                  <span className="truncate">{file.path}</span>
                  <span className="muted">{bytes(file.size)}</span>
                </button>
              ))}
            </nav>
            <Loaded resource={text}>{(file) => <CodeView text={file.text} label={shown} />}</Loaded>
          </div>
        )
      }
    </Loaded>
  );
}
