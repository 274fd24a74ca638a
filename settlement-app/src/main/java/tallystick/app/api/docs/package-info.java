/**
 * The API's own description, OpenAPI 3.1: assembled from what people wrote by hand under {@code
 * openapi/} and from the tables that the program itself goes by, codes and roles.
 */
@NullMarked
package tallystick.app.api.docs;

import org.jspecify.annotations.NullMarked;
