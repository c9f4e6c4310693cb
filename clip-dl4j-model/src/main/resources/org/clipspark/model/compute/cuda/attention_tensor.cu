// Multi-head attention of bfloat16 by tensor cores; what it computes and keeps is what attention.cu does.
#include "attention_fragments.cuh"

template <int WIDTH>
__device__ void tensor_attention(
    TensorSizes s, const bfloat16* q, const bfloat16* k, const bfloat16* v, bfloat16* out, float* log_sums) {
    __shared__ __align__(16) bfloat16 queries[OWN * Pitch<WIDTH>::value];
    __shared__ __align__(16) bfloat16 keys[OTHER * Pitch<WIDTH>::value];
    __shared__ __align__(16) bfloat16 values[OTHER * Pitch<WIDTH>::value];
    TensorPlace at(s, s.queries);
    index_t width = static_cast<index_t>(s.heads) * s.head_width;
    int lane = threadIdx.x & 31;
    int line = threadIdx.x / 32 * 16;
    load_tile<WIDTH, OWN>(
        queries, head_of(q, s, at, s.queries, s.query_stride), at.first, s.queries, s.query_stride, s.head_width);
    __syncthreads();
    unsigned left[WIDTH / 16][4];
    left_fragments<WIDTH>(left, queries, line);
    float sum[WIDTH / 8][4] = {};
    float largest[2] = {-FLOAT_INFINITY, -FLOAT_INFINITY};
    float total[2] = {0.0f, 0.0f};
    float scale = s.scale * LOG2_E;
    int end = s.causal ? min(s.tokens, at.first + OWN) : s.tokens;
    for (int first = 0; first < end; first += OTHER) {
        __syncthreads();
        load_tile<WIDTH, OTHER>(
            keys, head_of(k, s, at, s.tokens, s.key_stride), first, s.tokens, s.key_stride, s.head_width);
        load_tile<WIDTH, OTHER>(
            values, head_of(v, s, at, s.tokens, s.key_stride), first, s.tokens, s.key_stride, s.head_width);
        __syncthreads();
        float scores[OTHER / 8][4];
        products_with_rows<WIDTH, OTHER / 8>(scores, left, keys);
#pragma unroll
        for (int half = 0; half < 2; half++) {
            int query = at.first + line + lane / 4 + 8 * half;
            float best = largest[half];
#pragma unroll
            for (int n = 0; n < OTHER / 8; n++) {
#pragma unroll
                for (int i = 0; i < 2; i++) {
                    float& score = scores[n][2 * half + i];
                    bool seen = visible(s, query, first + 8 * n + 2 * (lane & 3) + i);
                    score = seen ? score * scale : -FLOAT_INFINITY;
                    best = fmaxf(best, score);
                }
            }
            best = row_max(best);
            // Rows behind the last query see nothing; they are not stored.
            float origin = best == -FLOAT_INFINITY ? 0.0f : best;
            float shrink = exp2f(largest[half] - origin);
            float added = 0.0f;
#pragma unroll
            for (int n = 0; n < OTHER / 8; n++) {
#pragma unroll
                for (int i = 0; i < 2; i++) {
                    float& score = scores[n][2 * half + i];
                    score = exp2f(score - origin);
                    added += score;
                }
            }
            total[half] = total[half] * shrink + row_sum(added);
            largest[half] = best;
#pragma unroll
            for (int n = 0; n < WIDTH / 8; n++) {
                sum[n][2 * half] *= shrink;
                sum[n][2 * half + 1] *= shrink;
            }
        }
        add_products<WIDTH, OTHER / 8>(sum, scores, values);
    }
    for (int half = 0; half < 2; half++) {
        int query = at.first + line + lane / 4 + 8 * half;
        if ((lane & 3) == 0 && query < s.queries) {
            log_sums[(at.batch * s.heads + at.head) * s.queries + query] =
                (largest[half] + log2f(total[half])) / LOG2_E;
        }
    }
    store_rows<WIDTH>(
        sum, 1.0f / total[0], 1.0f / total[1], queries, head_of(out, s, at, s.queries, width), at.first, s.queries, width,
        s.head_width);
}

#define OF_ONE_WIDTH(WIDTH)                                                                                          \
    ENTRY(                                                                                                           \
        tensor_attention_##WIDTH,                                                                                    \
        (SIZES, const bfloat16* q, const bfloat16* k, const bfloat16* v, bfloat16* out, float* log_sums),            \
        tensor_attention<WIDTH>(GIVEN_SIZES, q, k, v, out, log_sums))

// The widths of CLIP's and EVA's models: 64, then 80 (ViT-H), 88 (ViT-g), 104 (ViT-bigG), and what lies between.
OF_ONE_WIDTH(64)
OF_ONE_WIDTH(80)
OF_ONE_WIDTH(96)
OF_ONE_WIDTH(112)
OF_ONE_WIDTH(128)
