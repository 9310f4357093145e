import { useParams } from 'react-router';
import { useResource } from '../../api/resource';
import { Loaded } from '../../kit';
import { useTitle } from '../../kit';
import { FlowView } from './FlowView';
import './flow.css';

interface FileAnswer {
  path: string;
  text: string;
  digest: string;
}

/** `/flows/PATH`: a flow file, seen and edited. A folder stands for the flow in it. */
export default function FlowPage() {
  const { '*': said = '' } = useParams();
  const path = /\.(ya?ml|prompty)$/.test(said) ? said : `${said.replace(/\/$/, '')}/flow.dag.yaml`;
  useTitle(path);
  const file = useResource<FileAnswer>(`/file?path=${encodeURIComponent(path)}`);
  return <Loaded resource={file}>{(first) => <FlowView key={path} path={path} first={first.text} />}</Loaded>;
}
