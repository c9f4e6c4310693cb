/** Which rows a data set keeps: named steps in order, their decisions and their funnel. Entry point: {@link
 * org.clipspark.prep.filter.Filters}. */
@NullMarked
package org.clipspark.prep.filter;

import org.jspecify.annotations.NullMarked;
