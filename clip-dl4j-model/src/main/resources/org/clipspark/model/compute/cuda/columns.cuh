// Sums of K values over each column of a matrix, first half: the rows are cut into sections, and each block adds up one
// section of a group of columns. A block has 256 threads: 32 side by side in the columns, 8 in the rows.
//
// value(width, row, column, v) sets v[K][N] for N neighbouring columns; partial is [sections, K, columns]. With wide, a
// thread adds up eight neighbouring columns and the group has 256, else 32.
template <int K, int N, class Value>
__device__ __forceinline__ void column_section(
    index_t rows, int columns, index_t section_rows, float* partial, Value value) {
    __shared__ float sums[8][K][32 * N + 1];
    int groups = (columns + 32 * N - 1) / (32 * N);
    int lane = threadIdx.x & 31;
    int line = threadIdx.x / 32;
    index_t section = blockIdx.x / groups;
    int first_column = static_cast<int>(blockIdx.x % groups) * 32 * N;
    int column = first_column + lane * N;
    index_t end = min((section + 1) * section_rows, rows);
    float total[K][N] = {};
    if (column < columns) {
        for (index_t row = section * section_rows + line; row < end; row += 8) {
            float v[K][N];
            value(Width<N>{}, row, column, v);
#pragma unroll
            for (int k = 0; k < K; k++) {
#pragma unroll
                for (int i = 0; i < N; i++) {
                    total[k][i] += v[k][i];
                }
            }
        }
    }
#pragma unroll
    for (int k = 0; k < K; k++) {
#pragma unroll
        for (int i = 0; i < N; i++) {
            sums[line][k][lane * N + i] = total[k][i];
        }
    }
    __syncthreads();
    for (int i = threadIdx.x; i < K * 32 * N; i += 256) {
        int k = i / (32 * N);
        int at = i % (32 * N);
        if (first_column + at < columns) {
            float sum = 0.0f;
            for (int other = 0; other < 8; other++) {
                sum += sums[other][k][at];
            }
            partial[(section * K + k) * columns + first_column + at] = sum;
        }
    }
}

template <int K, class Value>
__device__ __forceinline__ void column_sections(
    index_t rows, int columns, index_t section_rows, int wide, float* partial, Value value) {
    if (wide) {
        column_section<K, 8>(rows, columns, section_rows, partial, value);
    } else {
        column_section<K, 1>(rows, columns, section_rows, partial, value);
    }
}

// Second half: the sum of value k of one column over all sections.
template <int K>
__device__ __forceinline__ float column_total(const float* partial, int sections, int columns, int k, int column) {
    float sum = 0.0f;
    // Many loads at once: each waits for memory, and there are few threads.
#pragma unroll 16
    for (int section = 0; section < sections; section++) {
        sum += partial[(static_cast<index_t>(section) * K + k) * columns + column];
    }
    return sum;
}
