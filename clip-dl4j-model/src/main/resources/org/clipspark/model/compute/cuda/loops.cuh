// How the threads of a grid share the elements of a tensor.

// Calls body(width, at) so that every element from 0 to n is met once; eight at a time where addresses allow it.
template <class Body>
__device__ __forceinline__ void each_element(index_t n, bool wide, Body body) {
    index_t thread = static_cast<index_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    index_t threads = static_cast<index_t>(gridDim.x) * blockDim.x;
    index_t packs = wide ? n / 8 : 0;
    for (index_t i = thread; i < packs; i += threads) {
        body(Width<8>{}, i * 8);
    }
    for (index_t i = packs * 8 + thread; i < n; i += threads) {
        body(Width<1>{}, i);
    }
}

// Calls body(width, row, column) so that every element of a matrix is met once. Narrow matrices share a block's threads
// among several rows; blockDim.x is a power of two.
template <class Body>
__device__ __forceinline__ void each_in_rows(index_t rows, int columns, bool wide, Body body) {
    bool packed_columns = wide && columns % 8 == 0;
    int packs = packed_columns ? columns / 8 : columns;
    int lanes = 1;
    while (lanes < packs && lanes < static_cast<int>(blockDim.x)) {
        lanes *= 2;
    }
    int lane = threadIdx.x & (lanes - 1);
    index_t rows_at_once = blockDim.x / lanes;
    index_t first = blockIdx.x * rows_at_once + threadIdx.x / lanes;
    for (index_t row = first; row < rows; row += gridDim.x * rows_at_once) {
        for (int pack = lane; pack < packs; pack += lanes) {
            if (packed_columns) {
                body(Width<8>{}, row, pack * 8);
            } else {
                body(Width<1>{}, row, pack);
            }
        }
    }
}

// Calls body(width, column) on the lanes of one warp for every column of its row.
template <class Body>
__device__ __forceinline__ void each_column(int columns, bool wide, Body body) {
    int lane = threadIdx.x & 31;
    if (wide && columns % 8 == 0) {
        for (int column = lane * 8; column < columns; column += 256) {
            body(Width<8>{}, column);
        }
    } else {
        for (int column = lane; column < columns; column += 32) {
            body(Width<1>{}, column);
        }
    }
}

// Calls body(row) on the 32 lanes of one warp for every row.
template <class Body>
__device__ __forceinline__ void each_row(index_t rows, Body body) {
    index_t warps = static_cast<index_t>(gridDim.x) * (blockDim.x / 32);
    index_t first = static_cast<index_t>(blockIdx.x) * (blockDim.x / 32) + threadIdx.x / 32;
    for (index_t row = first; row < rows; row += warps) {
        body(row);
    }
}
