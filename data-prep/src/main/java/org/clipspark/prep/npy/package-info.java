/** NumPy's array files, as far as lists of uids and matrices of embeddings need them. Entry points: {@link
 * org.clipspark.prep.npy.UidList} and {@link org.clipspark.prep.npy.FloatMatrix}. */
@NullMarked
package org.clipspark.prep.npy;

import org.jspecify.annotations.NullMarked;
