import {
  type ColumnDef,
  type SortingState,
  flexRender,
  getCoreRowModel,
  getFilteredRowModel,
  getPaginationRowModel,
  getSortedRowModel,
  useReactTable,
} from '@tanstack/react-table';
import { ArrowDown, ArrowUp, ChevronLeft, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { IconButton } from './Button';

export interface Column<T> {
  id: string;
  header: ReactNode;
  /** What is sorted and searched. */
  value: (row: T) => string | number | null | undefined;
  /** What is shown, if that is something else. */
  cell?: (row: T) => ReactNode;
  align?: 'right';
  width?: number;
  sortable?: boolean;
}

interface Props<T> {
  /** Named for those who can't see it. */
  label: string;
  rows: T[];
  columns: Column<T>[];
  rowKey: (row: T) => string;
  onRow?: (row: T) => void;
  selected?: (row: T) => boolean;
  /** Only rows with this text in one of their values are shown. */
  filter?: string;
  pageSize?: number;
  sort?: SortingState;
  empty?: ReactNode;
}

/** Rows to sort, filter and page through. */
export function Table<T>({ label, rows, columns, rowKey, onRow, selected, filter = '', pageSize = 50, sort = [], empty }: Props<T>) {
  const [sorting, setSorting] = useState<SortingState>(sort);
  const definitions: ColumnDef<T>[] = columns.map((column) => ({
    id: column.id,
    header: () => column.header,
    accessorFn: (row) => column.value(row) ?? undefined,
    cell: (context) => (column.cell ? column.cell(context.row.original) : String(column.value(context.row.original) ?? '')),
    enableSorting: column.sortable !== false,
    sortUndefined: 'last',
  }));
  const table = useReactTable({
    data: rows,
    columns: definitions,
    state: { sorting, globalFilter: filter },
    onSortingChange: setSorting,
    globalFilterFn: 'includesString',
    getColumnCanGlobalFilter: () => true,
    getRowId: rowKey,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getFilteredRowModel: getFilteredRowModel(),
    getPaginationRowModel: getPaginationRowModel(),
    initialState: { pagination: { pageSize } },
    autoResetPageIndex: false,
  });
  const shown = table.getRowModel().rows;
  const found = table.getFilteredRowModel().rows.length;
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            {table.getFlatHeaders().map((header, index) => {
              const column = columns[index];
              const sorted = header.column.getIsSorted();
              return (
                <th key={header.id} scope="col" className={column?.align} style={{ width: column?.width }} aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}>
                  {header.column.getCanSort() ? (
                    <button type="button" onClick={header.column.getToggleSortingHandler()}>
                      {flexRender(header.column.columnDef.header, header.getContext())}
                      {sorted === 'asc' && <ArrowUp size={12} />}
                      {sorted === 'desc' && <ArrowDown size={12} />}
                    </button>
                  ) : (
                    flexRender(header.column.columnDef.header, header.getContext())
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr
              key={row.id}
              className={onRow ? 'clickable' : ''}
              aria-selected={selected ? selected(row.original) : undefined}
              tabIndex={onRow ? 0 : undefined}
              onClick={onRow && (() => onRow(row.original))}
              onKeyDown={onRow && ((event) => event.key === 'Enter' && event.target === event.currentTarget && onRow(row.original))}
            >
              {row.getVisibleCells().map((cell, index) => (
                <td key={cell.id} className={columns[index]?.align}>
                  {flexRender(cell.column.columnDef.cell, cell.getContext())}
                </td>
              ))}
            </tr>
          ))}
          {shown.length === 0 && (
            <tr>
              <td colSpan={columns.length} className="muted">
                {empty ?? (filter ? 'Nothing matches the filter.' : 'Nothing here yet.')}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {found > pageSize && (
        <div className="table-foot">
          <span>
            {found.toLocaleString()} rows · page {table.getState().pagination.pageIndex + 1} of {table.getPageCount()}
          </span>
          <span className="row">
            <IconButton label="Page before" size="small" icon={<ChevronLeft size={16} />} disabled={!table.getCanPreviousPage()} onClick={() => table.previousPage()} />
            <IconButton label="Next page" size="small" icon={<ChevronRight size={16} />} disabled={!table.getCanNextPage()} onClick={() => table.nextPage()} />
          </span>
        </div>
      )}
    </div>
  );
}
