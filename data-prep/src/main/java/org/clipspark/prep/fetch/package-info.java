/** Downloads images politely and safely. Entry point: {@link org.clipspark.prep.fetch.Fetcher}. */
@NullMarked
package org.clipspark.prep.fetch;

import org.jspecify.annotations.NullMarked;
