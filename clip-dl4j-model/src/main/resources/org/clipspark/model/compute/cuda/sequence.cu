// Rows picked from tables, and what is added to, put before or averaged over the tokens of each sequence.
#include "elements.cuh"
#include "loops.cuh"

// A row number outside the table reads nothing and gives NaN, which no later operation can overlook.
template <class Table, class Y>
__device__ void gather_rows(
    const Table* table, const int* rows, Y* y, index_t count, index_t table_rows, int columns) {
    each_in_rows(count, columns, aligned(table, y), [&](auto width, index_t i, int column) {
        constexpr int N = decltype(width)::value;
        float v[N];
        index_t row = rows[i];
        if (row >= 0 && row < table_rows) {
            load(table + row * columns + column, v);
        } else {
            for (int k = 0; k < N; k++) {
                v[k] = __int_as_float(0x7fc00000);
            }
        }
        store(y + i * columns + column, v);
    });
}

template <class Position, class X>
__device__ void add_to_each(const Position* position, X* x, index_t sequences, int length) {
    each_in_rows(sequences, length, aligned(position, x), [&](auto width, index_t sequence, int at) {
        constexpr int N = decltype(width)::value;
        float p[N];
        float v[N];
        load(position + at, p);
        load(x + sequence * length + at, v);
        for (int i = 0; i < N; i++) {
            v[i] += p[i];
        }
        store(x + sequence * length + at, v);
    });
}

template <class Token, class T>
__device__ void prepend_token(const Token* token, const T* x, int tokens, T* y, index_t rows, int columns) {
    each_in_rows(rows, columns, aligned(token, x, y), [&](auto width, index_t row, int column) {
        float v[decltype(width)::value];
        index_t sequence = row / tokens;
        index_t at = row % tokens;
        if (at == 0) {
            load(token + column, v);
        } else {
            load(x + (sequence * (tokens - 1) + at - 1) * columns + column, v);
        }
        store(y + row * columns + column, v);
    });
}

// All tokens but the first of each sequence, share times the first added to each.
template <class T>
__device__ void drop_first(const T* dy, int tokens, float share, T* dx, index_t rows, int columns) {
    each_in_rows(rows, columns, aligned(dy, dx), [&](auto width, index_t row, int column) {
        constexpr int N = decltype(width)::value;
        float v[N];
        index_t sequence = row / (tokens - 1);
        const T* from = dy + sequence * tokens * columns + column;
        load(from + (row % (tokens - 1) + 1) * columns, v);
        if (share != 0.0f) {
            float first[N];
            load(from, first);
            for (int i = 0; i < N; i++) {
                v[i] = fmaf(share, first[i], v[i]);
            }
        }
        store(dx + row * columns + column, v);
    });
}

// Mean of tokens from first on of x [sequences, tokens, columns] into a row of y every y_stride rows.
template <class T>
__device__ void mean_of_tokens(
    const T* x, int tokens, int first, int count, T* y, index_t y_stride, index_t sequences, int columns) {
    each_in_rows(sequences, columns, aligned(x, y), [&](auto width, index_t sequence, int column) {
        constexpr int N = decltype(width)::value;
        float sum[N] = {};
        for (int token = first; token < first + count; token++) {
            float v[N];
            load(x + (sequence * tokens + token) * columns + column, v);
            for (int i = 0; i < N; i++) {
                sum[i] += v[i];
            }
        }
        for (int i = 0; i < N; i++) {
            sum[i] /= count;
        }
        store(y + sequence * y_stride * columns + column, sum);
    });
}

template <class T>
__device__ void mean_of_tokens_backward(
    const T* dy, int tokens, int first, int count, T* dx, index_t rows, int columns) {
    each_in_rows(rows, columns, aligned(dy, dx), [&](auto width, index_t row, int column) {
        constexpr int N = decltype(width)::value;
        float v[N] = {};
        int token = static_cast<int>(row % tokens);
        if (token >= first && token < first + count) {
            load(dy + row / tokens * columns + column, v);
            for (int i = 0; i < N; i++) {
                v[i] /= count;
            }
        }
        store(dx + row * columns + column, v);
    });
}

// Rows of x behind a first row that is left as it is.
template <class T>
__device__ void keep_behind_first(const T* x, int tokens, T* y, index_t rows, int columns) {
    each_in_rows(rows, columns, aligned(x, y), [&](auto width, index_t row, int column) {
        float v[decltype(width)::value];
        load(x + row * columns + column, v);
        index_t sequence = row / (tokens - 1);
        store(y + (row + sequence + 1) * columns + column, v);
    });
}

#define OF_ONE_TYPE(suffix, T)                                                                                       \
    ENTRY(                                                                                                           \
        drop_first_##suffix,                                                                                         \
        (const T* dy, int tokens, float share, T* dx, index_t rows, int columns),                                    \
        drop_first(dy, tokens, share, dx, rows, columns))                                                            \
    ENTRY(                                                                                                           \
        mean_of_tokens_##suffix,                                                                                     \
        (const T* x, int tokens, int first, int count, T* y, index_t y_stride, index_t sequences, int columns),      \
        mean_of_tokens(x, tokens, first, count, y, y_stride, sequences, columns))                                    \
    ENTRY(                                                                                                           \
        mean_of_tokens_backward_##suffix,                                                                            \
        (const T* dy, int tokens, int first, int count, T* dx, index_t rows, int columns),                           \
        mean_of_tokens_backward(dy, tokens, first, count, dx, rows, columns))                                        \
    ENTRY(                                                                                                           \
        keep_behind_first_##suffix,                                                                                  \
        (const T* x, int tokens, T* y, index_t rows, int columns),                                                   \
        keep_behind_first(x, tokens, y, rows, columns))

#define OF_TWO_TYPES(suffix, A, B)                                                                                   \
    ENTRY(                                                                                                           \
        gather_rows_##suffix,                                                                                        \
        (const A* table, const int* rows, B* y, index_t count, index_t table_rows, int columns),                     \
        gather_rows(table, rows, y, count, table_rows, columns))                                                     \
    ENTRY(                                                                                                           \
        add_to_each_##suffix,                                                                                        \
        (const A* position, B* x, index_t sequences, int length),                                                    \
        add_to_each(position, x, sequences, length))                                                                 \
    ENTRY(                                                                                                           \
        prepend_token_##suffix,                                                                                      \
        (const A* token, const B* x, int tokens, B* y, index_t rows, int columns),                                   \
        prepend_token(token, x, tokens, y, rows, columns))

OF_ONE_TYPE(f32, float)
OF_ONE_TYPE(bf16, bfloat16)
OF_TWO_TYPES(f32_f32, float, float)
OF_TWO_TYPES(f32_bf16, float, bfloat16)
OF_TWO_TYPES(bf16_f32, bfloat16, float)
OF_TWO_TYPES(bf16_bf16, bfloat16, bfloat16)
