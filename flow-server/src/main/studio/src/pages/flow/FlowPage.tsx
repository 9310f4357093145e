import { useParams } from 'react-router';
import { Page } from '../../kit';

export default function FlowPage() {
  const { '*': flow = '' } = useParams();
  return <Page title={flow}>…</Page>;
}
