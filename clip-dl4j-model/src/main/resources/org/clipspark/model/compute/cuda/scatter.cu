// Rows added to a table without atomic operations: row numbers are sorted together with their places, so that what
// belongs to one row lies together in the order of its places; sections of the sorted list are added up side by side,
// and what crosses the border of two sections is added in their order afterwards.
#include "elements.cuh"

#define SORTED_AT_ONCE 2048

__device__ __forceinline__ void order(unsigned long long& low, unsigned long long& high, bool ascending) {
    if ((low > high) == ascending) {
        unsigned long long other = low;
        low = high;
        high = other;
    }
}

// Steps of a bitonic sort within a block of 1024 threads, for the runs of that length.
__device__ __forceinline__ void merge_in_block(
    unsigned long long* keys, index_t first, index_t run, int distance) {
    for (; distance > 0; distance /= 2) {
        __syncthreads();
        int low = 2 * static_cast<int>(threadIdx.x) - (static_cast<int>(threadIdx.x) & (distance - 1));
        order(keys[low], keys[low + distance], ((first + low) & run) == 0);
    }
    __syncthreads();
}

__device__ void keys_sorted(const int* rows, index_t count, index_t table_rows, unsigned long long* sorted) {
    __shared__ unsigned long long keys[SORTED_AT_ONCE];
    index_t first = static_cast<index_t>(blockIdx.x) * SORTED_AT_ONCE;
    for (int i = threadIdx.x; i < SORTED_AT_ONCE; i += 1024) {
        index_t at = first + i;
        // Padding, and rows outside the table, go to the end and stay out.
        bool inside = at < count && rows[at] >= 0 && rows[at] < table_rows;
        keys[i] = inside ? static_cast<unsigned long long>(rows[at]) << 32 | static_cast<unsigned long long>(at)
                         : ~0ull;
    }
    for (int run = 2; run <= SORTED_AT_ONCE; run *= 2) {
        merge_in_block(keys, first, run, run / 2);
    }
    for (int i = threadIdx.x; i < SORTED_AT_ONCE; i += 1024) {
        sorted[first + i] = keys[i];
    }
}

__device__ void keys_merged_far(unsigned long long* keys, index_t run, index_t distance) {
    index_t pair = static_cast<index_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    index_t low = 2 * pair - (pair & (distance - 1));
    order(keys[low], keys[low + distance], (low & run) == 0);
}

__device__ void keys_merged_near(unsigned long long* sorted, index_t run) {
    __shared__ unsigned long long keys[SORTED_AT_ONCE];
    index_t first = static_cast<index_t>(blockIdx.x) * SORTED_AT_ONCE;
    for (int i = threadIdx.x; i < SORTED_AT_ONCE; i += 1024) {
        keys[i] = sorted[first + i];
    }
    merge_in_block(keys, first, run, SORTED_AT_ONCE / 2);
    for (int i = threadIdx.x; i < SORTED_AT_ONCE; i += 1024) {
        sorted[first + i] = keys[i];
    }
}

ENTRY(
    sort_keys,
    (const int* rows, index_t count, index_t table_rows, unsigned long long* sorted),
    keys_sorted(rows, count, table_rows, sorted))
ENTRY(
    merge_keys_far,
    (unsigned long long* keys, index_t run, index_t distance),
    keys_merged_far(keys, run, distance))
ENTRY(merge_keys_near, (unsigned long long* sorted, index_t run), keys_merged_near(sorted, run))

#define SECTION 128

__device__ __forceinline__ unsigned row_of(unsigned long long key) {
    return static_cast<unsigned>(key >> 32);
}

// carry is [sections, 2, columns]: what a section adds to a row that began before it (0), or goes on behind it (1).
template <class T, class Table>
__device__ void scatter_section(
    const T* dy, const unsigned long long* keys, index_t count, int columns, Table* table, float* carry) {
    index_t section = blockIdx.x;
    index_t first = section * SECTION;
    int length = static_cast<int>(min(static_cast<index_t>(SECTION), count - first));
    const unsigned outside = 0xffffffffu;
    unsigned before = section > 0 ? row_of(keys[first - 1]) : outside;
    unsigned behind = first + length < count ? row_of(keys[first + length]) : outside;
    for (int column = threadIdx.x; column < columns; column += blockDim.x) {
        float sum = 0.0f;
        bool began_before = row_of(keys[first]) == before;
        for (int i = 0; i < length; i++) {
            unsigned long long key = keys[first + i];
            unsigned row = row_of(key);
            if (row == outside) {
                break;
            }
            sum += widen(dy[static_cast<index_t>(key & 0xffffffffu) * columns + column]);
            unsigned next = i + 1 < length ? row_of(keys[first + i + 1]) : behind;
            if (next == row && i + 1 < length) {
                continue;
            }
            if (began_before) {
                carry[(section * 2) * columns + column] = sum;
            } else if (next == row) {
                carry[(section * 2 + 1) * columns + column] = sum;
            } else {
                Table* to = table + static_cast<index_t>(row) * columns + column;
                store_one(to, widen(*to) + sum);
            }
            began_before = false;
            sum = 0.0f;
        }
    }
}

// Rows that cross borders, each by the block of the section in which it begins.
template <class Table>
__device__ void scatter_carried(
    const unsigned long long* keys, index_t count, int columns, Table* table, const float* carry) {
    index_t section = blockIdx.x;
    index_t end = min((section + 1) * SECTION, count);
    unsigned row = row_of(keys[end - 1]);
    const unsigned outside = 0xffffffffu;
    bool goes_on = row != outside && end < count && row_of(keys[end]) == row;
    bool began_before = section > 0 && row_of(keys[section * SECTION - 1]) == row;
    if (!goes_on || began_before) {
        return;
    }
    for (int column = threadIdx.x; column < columns; column += blockDim.x) {
        float sum = carry[(section * 2 + 1) * columns + column];
        for (index_t next = section + 1; next * SECTION < count && row_of(keys[next * SECTION]) == row; next++) {
            sum += carry[(next * 2) * columns + column];
        }
        Table* to = table + static_cast<index_t>(row) * columns + column;
        store_one(to, widen(*to) + sum);
    }
}

#define OF_ONE_TYPE(suffix, T)                                                                                       \
    ENTRY(                                                                                                           \
        scatter_carried_##suffix,                                                                                    \
        (const unsigned long long* keys, index_t count, int columns, T* table, const float* carry),                  \
        scatter_carried(keys, count, columns, table, carry))

#define OF_TWO_TYPES(suffix, A, B)                                                                                   \
    ENTRY(                                                                                                           \
        scatter_section_##suffix,                                                                                    \
        (const A* dy, const unsigned long long* keys, index_t count, int columns, B* table, float* carry),           \
        scatter_section(dy, keys, count, columns, table, carry))

OF_ONE_TYPE(f32, float)
OF_ONE_TYPE(bf16, bfloat16)
OF_TWO_TYPES(f32_f32, float, float)
OF_TWO_TYPES(f32_bf16, float, bfloat16)
OF_TWO_TYPES(bf16_f32, bfloat16, float)
OF_TWO_TYPES(bf16_bf16, bfloat16, bfloat16)
